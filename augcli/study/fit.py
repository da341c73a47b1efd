"""Fit the model of each arm in a worker process, and ask it about photos that it was not shown."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.study.model import Fitted, Scaler, Tuning, predictions

if TYPE_CHECKING:  # not for --help
    from augcli.engines.worker_process import Died

_LATE = ("numpy", "augcli.study.model")


class Answer(NamedTuple):
    """What the model of an arm takes photos for: classes (repeats, photos).

    Of a holdout, ``taken`` has one row, by the model of all training photos, and ``halves`` are the
    answers of the models of either half, (repeats, 2, photos).
    """

    arm: int
    taken: Array
    halves: Array | None = None


@dataclass(frozen=True)
class Fitting:
    """Fits arms. ``features`` is the file of the features (photos, 1 + arms * copies, 1956).

    ``truth`` are the classes of the photos, ``splits`` the folds (repeats, photos), and ``held``
    the file of the features of held-out photos.
    """

    features: Path
    truth: Array
    classes: int
    copies: int
    tuning: Tuning
    splits: Array
    held: Path | None = None

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[int], Answer]:
        """Prepare a process of its own, and return the function that fits an arm there."""
        for name in _LATE:
            importlib.import_module(name)
        raw = np.load(self.features, mmap_mode="r")
        scale = Scaler.of(raw[:, 0].astype(np.float32), self.tuning.shape)
        plain = scale(raw[:, 0])
        prior = np.bincount(self.truth, minlength=self.classes) / len(self.truth)
        targets = np.eye(self.classes)[self.truth] - prior
        held = None if self.held is None else scale(np.load(self.held))

        def work(arm: int) -> Answer:
            shown = plain[np.newaxis]
            if arm:  # the originals are shown too: copies alone put strong pipelines at a loss
                first = 1 + (arm - 1) * self.copies
                copies = scale(raw[:, first : first + self.copies].transpose(1, 0, 2))
                shown = np.concatenate([shown, copies])
            fitted = Fitted(shown, targets, self.tuning)
            if held is None:
                return Answer(arm, predictions(fitted, plain, prior, self.splits))
            return self._of_holdout(arm, fitted, held, prior)

        return work

    def _of_holdout(self, arm: int, fitted: Fitted, held: Array, prior: Array) -> Answer:
        kernel = fitted.kernel(held)

        def taken(weights: Array) -> Array:
            found: Array = (kernel @ weights + prior).argmax(1).astype(np.int16)
            return found

        halves = [
            [taken(fitted.without(np.flatnonzero(folds % 2 == half))) for half in (0, 1)]
            for folds in self.splits
        ]
        return Answer(arm, taken(fitted.weights)[np.newaxis], np.array(halves))


def lost(arm: int, death: Died) -> Answer:
    """Raise MemoryError: a model is lost only if the machine has too little memory."""
    raise MemoryError(f"the model of arm {arm} could not be fitted: {death}")


def splits_of(units: Sequence[tuple[str, int]], folds: int, repeats: int, seed: int) -> Array:
    """Return the folds of photos under each repeat, (repeats, photos), by hashes of their groups.

    ``units`` are the group and the class of each photo. The photos of a group have one fold, and
    each class is spread evenly.
    """
    from augcli.dataset.by_hash import by_hash

    classes: dict[str, int] = {}
    for group, number in units:
        classes.setdefault(group, number)
    found = []
    for repeat in range(repeats):
        fold: dict[str, int] = {}
        counts: dict[int, int] = {}
        for group in by_hash(f"folds {repeat} of seed {seed}", classes):
            number = classes[group]
            # Each class begins with another fold, so that small ones don't all lack the last.
            counts[number] = counts.get(number, (repeat + number) % folds) + 1
            fold[group] = counts[number] % folds
        found.append([fold[group] for group, _ in units])
    return np.array(found, np.int64)
