"""Fit the model of each arm in a worker process, and ask it about photos."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from augcli.imaging.lazy import Array, np
from augcli.studies.answer import Answer, Task, lost
from augcli.studies.memory import told_of_memory
from augcli.studies.model import Fitted, Scaler, Tuning, predictions

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_LATE = ("numpy", "augcli.studies.model")


@dataclass(frozen=True)
class Fitting:
    """Fits arms of the kernel model to features of shape (photos, 1 + arms * copies, 1956)."""

    task: Task
    tuning: Tuning

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[int], Answer]:
        """Prepare a process of its own, and return the function that fits an arm there."""
        for name in _LATE:
            importlib.import_module(name)
        raw = np.load(self.task.features, mmap_mode="r")
        scale = Scaler.of(raw[:, 0].astype(np.float32), self.tuning.shape)
        plain = scale(raw[:, 0])
        prior = np.bincount(self.task.truth, minlength=self.task.classes) / len(self.task.truth)
        targets = np.eye(self.task.classes)[self.task.truth] - prior
        held = None if self.task.held is None else scale(np.load(self.task.held))

        def work(arm: int) -> Answer:
            with told_of_memory():
                return answer(arm)

        def answer(arm: int) -> Answer:
            shown = plain[np.newaxis]
            if arm:  # the originals are shown too: copies alone put strong pipelines at a loss
                first = 1 + (arm - 1) * self.task.copies
                copies = scale(raw[:, first : first + self.task.copies].transpose(1, 0, 2))
                shown = np.concatenate([shown, copies])
            fitted = Fitted(shown, targets, self.tuning)
            if held is None:
                return Answer(arm, predictions(fitted, plain, prior, self.task.splits))
            return self._of_holdout(arm, fitted, held, prior)

        return work

    def lost(self, arm: int, death: Died) -> Answer:
        """Raise EnvironmentFailure."""
        return lost(arm, death)

    def _of_holdout(self, arm: int, fitted: Fitted, held: Array, prior: Array) -> Answer:
        kernel = fitted.kernel(held)

        def taken(weights: Array) -> Array:
            found: Array = (kernel @ weights + prior).argmax(1).astype(np.int16)
            return found

        halves = [
            [taken(fitted.without(np.flatnonzero(folds % 2 == half))) for half in (0, 1)]
            for folds in self.task.splits
        ]
        return Answer(arm, taken(fitted.weights)[np.newaxis], np.array(halves))
