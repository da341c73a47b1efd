"""Fit a model of the user's own, or a small net, under the same splits as the kernel model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from augcli.errors import UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.studies.answer import Answer, Task, lost
from augcli.studies.user_code import StdoutToStderr
from augcli.studies.user_model import load

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_LATE = ("numpy",)


@dataclass(frozen=True)
class OutsideFitting:
    """Fits arms by a function, with pixels as features."""

    task: Task
    model: str
    seed: int

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    def start(self) -> Callable[[int], Answer]:
        """Prepare a process of its own, and return the function that fits an arm there."""
        StdoutToStderr()
        ask = load(self.model)
        pixels = np.load(self.task.features, mmap_mode="r")
        held = None if self.task.held is None else np.load(self.task.held)
        everyone = np.arange(len(self.task.truth))

        def predict(arm: int, shown: Array, asked: Array, seed: int) -> Array:
            x, y = self._shown(pixels, arm, shown)
            return ask(x, y, asked, self.task.classes, seed)

        def work(arm: int) -> Answer:
            if held is not None:
                halves = [
                    [
                        predict(arm, np.flatnonzero(folds % 2 == half), held, self.seed + n)
                        for half in (1, 0)
                    ]
                    for n, folds in enumerate(self.task.splits)
                ]
                taken = predict(arm, everyone, held, self.seed)[np.newaxis]
                return Answer(arm, taken, np.array(halves))
            found = np.empty(self.task.splits.shape, np.int16)
            for repeat, folds in enumerate(self.task.splits):
                for fold in np.unique(folds):
                    asked = np.flatnonzero(folds == fold)
                    shown = np.flatnonzero(folds != fold)
                    found[repeat, asked] = predict(arm, shown, pixels[asked, 0], self.seed + repeat)
            return Answer(arm, found)

        return work

    def lost(self, arm: int, death: Died) -> Answer:
        """Raise UsageProblem if the function ended its process, or else EnvironmentFailure."""
        if death.code is None or death.code < 0:
            return lost(arm, death)
        raise UsageProblem(
            f"--model {self.model}: the function ended its process with code {death.code}",
            "let it return classes, or raise an error",
        )

    def _shown(self, pixels: Array, arm: int, photos: Array) -> tuple[Array, Array]:
        """Return the pictures and classes that an arm's model is shown: originals and copies."""
        first = 1 + (arm - 1) * self.task.copies
        places = [0, *range(first, first + self.task.copies)] if arm else [0]
        x = np.concatenate([pixels[photos, place] for place in places])
        return x, np.tile(self.task.truth[photos], len(places))
