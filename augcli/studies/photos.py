"""Choose the photos of a study, and check that they can tell anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.dataset.splits import is_training
from augcli.errors import UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.studies.sample import sampled
from augcli.studies.splits import group_of

FOLDS = 5
"""Folds by default, if no photos are held out."""

_HALVES = 2  # that the training photos have with a holdout


@dataclass(frozen=True)
class Photos:
    """The photos to train on, and those that are held out; ``there`` is how many there are in all.

    ``classes`` are those of the training photos, each of which is in one of so many ``folds``;
    ``empty`` are folders of classes without a photo.
    """

    training: tuple[Source, ...]
    held: tuple[Source, ...]
    classes: tuple[str, ...]
    there: int
    folds: int
    empty: tuple[str, ...] = ()

    def classes_of(self, sources: Iterable[Source]) -> Array:
        """Return the numbers of the classes of photos, (photos,)."""
        numbers = {label: number for number, label in enumerate(self.classes)}
        return np.array([numbers[one.label] for one in sources])


def choose(dataset: Dataset, holdout: Dataset | None, most: int, folds: int | None) -> Photos:
    """Return at most so many training photos of a dataset, as many of each class as its share.

    Held-out photos are those of ``holdout``, or of the splits of the dataset other than train.
    ``folds`` is None for the default.

    Raises:
        UsageProblem: there are too few classes or photos, or the classes don't fit.
        EnvironmentFailure: a folder can't be listed.
    """
    everything = _listed(dataset)
    training = [one for one in everything if not one.carried]
    held = [one for one in everything if one.carried] if holdout is None else _listed(holdout)
    if held and folds is not None:
        raise UsageProblem(
            f"--folds {folds} has no use where photos are held out to be tested on",
            "leave --folds out",
        )
    least = _HALVES if held else folds or FOLDS
    classes = sorted({one.label for one in training})
    empty = _empty(dataset, classes)
    _check_classes(classes, empty)
    check_units(training, classes, least, can_fold=not held)
    strange = sorted({one.label for one in held} - set(classes))
    if strange:
        raise UsageProblem(
            f"the holdout has the class {strange[0]}, and the training photos have not",
            f"their classes are {', '.join(classes[:10])}",
        )
    chosen = sampled(training, most, least)
    return Photos(tuple(chosen), tuple(held), tuple(classes), len(training), least, tuple(empty))


def check_units(
    sources: Iterable[Source], classes: Iterable[str], least: int, *, can_fold: bool
) -> None:
    """Check that each class has a photo for each fold, or a group if photos are in groups.

    Raises:
        UsageProblem: it has fewer. With ``can_fold`` the way out may be fewer folds.
    """
    some = list(sources)
    if (short := shortage(some, classes, least)) is None:
        return
    label, count = short
    grouped = any(one.group for one in some)
    kind = "groups" if grouped else "photos"
    more = "add photos of other groups" if grouped else "add photos"
    raise UsageProblem(
        f"class {label} has {count} of the {least} {kind} that it needs, one for each "
        f"{'fold' if can_fold else 'half of the training photos'}",
        f"give --folds {count}, or leave its folder out"
        if can_fold and count > 1
        else f"leave its folder out, or {more}",
    )


def shortage(
    sources: Iterable[Source], classes: Iterable[str], least: int
) -> tuple[str, int] | None:
    """Return the class with the fewest groups, and how many, if it has less than ``least``.

    A photo without a group is one of its own.
    """
    units: dict[str, set[str]] = {label: set() for label in classes}
    for one in sources:
        units[one.label].add(group_of(one))
    label = min(units, key=lambda one: (len(units[one]), one))
    return (label, len(units[label])) if len(units[label]) < least else None


def _listed(dataset: Dataset) -> list[Source]:
    sources = (one for folder in dataset.folders() for one in folder.sources)
    return sorted((one for one in sources if one.is_readable), key=lambda one: one.name)


def _empty(dataset: Dataset, classes: Sequence[str]) -> list[str]:
    """Return the classes to train on that have a folder, and no photo in it."""
    folders = [one.rpartition("/") for one in dataset.class_folders(empty=True)]
    return sorted(
        {name for split, _, name in folders if is_training(split or "train")} - {*classes}
    )


def _check_classes(classes: Sequence[str], empty: Sequence[str]) -> None:
    if len(classes) >= 2 and all(classes):
        return
    there = "none" if not all(classes) else f"one, {classes[0]}"
    more = f"; no photo is in {', '.join(empty[:10])}" if empty else ""
    raise UsageProblem(
        f"a study needs two classes or more, and there is {there}{more}",
        "give a folder that holds a folder of photos for each class",
    )
