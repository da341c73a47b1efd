"""What the model of an arm is asked, and what it takes photos for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from augcli.errors import EnvironmentFailure
from augcli.imaging.lazy import Array

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died


class Task(NamedTuple):
    """What each arm is fitted to.

    ``features`` is the file of what is known of the photos (photos, 1 + arms * copies, ...): the
    original and its copies, described or as pixels. ``truth`` are the classes of the photos,
    ``splits`` the folds (repeats, photos), and ``held`` the file of the held-out photos.
    """

    features: Path
    truth: Array
    classes: int
    copies: int
    splits: Array
    held: Path | None = None


class Asked(NamedTuple):
    """The photos that models are asked about: their classes, and the numbers of their groups."""

    truth: Array
    groups: Array


class Answer(NamedTuple):
    """What the model of an arm takes photos for: classes (repeats, photos).

    Of a holdout, ``taken`` has one row, by the model of all training photos, and ``halves`` are the
    answers of the models of either half, (repeats, 2, photos).
    """

    arm: int
    taken: Array
    halves: Array | None = None


def lost(_arm: int, death: Died) -> Answer:
    """Raise EnvironmentFailure: a model is lost if there is too little memory, or time."""
    raise EnvironmentFailure(
        f"a model could not be fitted: {death}",
        "give fewer --photos, --copies or --workers",
    )
