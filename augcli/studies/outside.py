"""Fit a model of the user's own, or a small net, under the same splits as the kernel model."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from augcli.errors import AugcliError, UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.studies.answer import Answer, Task

CNN = "cnn"
_LATE = ("numpy",)

FitAndPredict = Callable[[Array, Array, Array, int, int], Any]
"""Returns the classes of pictures: see :func:`load`."""


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
        ask = load(self.model)
        pixels = np.load(self.task.features, mmap_mode="r")
        held = None if self.task.held is None else np.load(self.task.held)
        everyone = np.arange(len(self.task.truth))

        def predict(arm: int, shown: Array, asked: Array, seed: int) -> Array:
            x, y = self._shown(pixels, arm, shown)
            return _checked(ask(x, y, asked, self.task.classes, seed), len(asked), self.model)

        def work(arm: int) -> Answer:
            if held is not None:
                halves = [
                    [predict(arm, np.flatnonzero(folds % 2 == half), held, n) for half in (1, 0)]
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

    def _shown(self, pixels: Array, arm: int, photos: Array) -> tuple[Array, Array]:
        """Return the pictures and classes that an arm's model is shown: originals and copies."""
        first = 1 + (arm - 1) * self.task.copies
        places = [0, *range(first, first + self.task.copies)] if arm else [0]
        x = np.concatenate([pixels[photos, place] for place in places])
        return x, np.tile(self.task.truth[photos], len(places))


def load(model: str) -> FitAndPredict:
    """Return the function that ``FILE.py:function`` names, or that of the small net.

    It is called with pictures (n, 64, 64, 3), uint8, their classes (n,), whole numbers from 0, the
    pictures to be asked about (m, 64, 64, 3), the number of classes, and a seed. It returns their
    classes, (m,).

    Raises:
        UsageProblem: there is no such file or function, or PyTorch is missing.
    """
    if model == CNN:
        if importlib.util.find_spec("torch") is None:
            raise UsageProblem("--model cnn needs PyTorch", "pip install 'augcli[torch]'")
        from augcli.studies.net import fit_and_predict

        return fit_and_predict
    path, _, name = model.rpartition(":")
    file = Path(path)
    if not name or not file.is_file():
        raise UsageProblem(
            f"--model {model}: there is no such file",
            "write cnn, or FILE.py:function, such as model.py:fit_and_predict",
        )
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageProblem(f"--model {model}: the file fails: {error!r:.200}", "mend it") from error
    found = getattr(module, name, None)
    if not callable(found):
        raise UsageProblem(f"--model {model}: {path} has no function {name}", "see docs/study.md")
    return _told(found, model)


def _told(function: Callable[..., Any], model: str) -> FitAndPredict:
    """Return a function that says whose fault it is if it fails."""

    def ask(x: Array, y: Array, asked: Array, classes: int, seed: int) -> Any:
        try:
            return function(x, y, asked, classes, seed)
        except AugcliError:
            raise
        except Exception as error:
            raise UsageProblem(
                f"--model {model}: the function fails: {error!r:.200}",
                "it gets pictures, classes, pictures to ask about, the number of classes, a seed",
            ) from error

    return ask


def _checked(found: Any, count: int, model: str) -> Array:
    classes = np.asarray(found)
    if classes.shape != (count,) or classes.dtype.kind not in "iu":
        raise UsageProblem(
            f"--model {model} returned {classes.dtype} of shape {classes.shape}",
            f"it must return the numbers of the classes of {count} pictures, shape ({count},)",
        )
    return classes.astype(np.int16)
