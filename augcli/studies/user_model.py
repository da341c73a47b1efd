"""Load the function that fits and asks a model: the small net, or one of a file of the user."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from augcli.catalogue.words import similar
from augcli.errors import UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.studies.user_code import StdoutToStderr, beside, told_as_own

KERNEL, CNN = "kernel", "cnn"
"""The models that augcli has: kernel ridge regression, which is the default, and a small net."""

_MODULE = "augcli_model_of_user"  # no name that other code imports
_SIGNATURE = "(x, y, asked, classes, seed)"

FitAndPredict = Callable[[Array, Array, Array, int, int], Array]
"""Returns the classes of pictures: see :func:`load`."""


def load(model: str) -> FitAndPredict:
    """Return the function that ``FILE.py:function`` names, or that of the small net.

    It is called with pictures (n, 64, 64, 3), uint8, their classes (n,), whole numbers from 0, the
    pictures to be asked about (m, 64, 64, 3), the number of classes, and a seed. It returns their
    classes, (m,), int16.

    Raises:
        UsageProblem: there is no such file or function, or PyTorch is missing. The function
            raises it too, if that of the user fails.
    """
    if model == CNN:
        if importlib.util.find_spec("torch") is None:
            raise UsageProblem("--model cnn needs PyTorch", "pip install 'augcli[torch]'")
        from augcli.studies.net import fit_and_predict

        return fit_and_predict
    file, name = _named(model)
    module = _loaded(file, model)
    function = getattr(module, name, None)
    if not callable(function):
        raise UsageProblem(
            f"--model {model}: {file} has no function {name}", f"write def {name}{_SIGNATURE} in it"
        )
    return _told(function, file, model)


def _named(model: str) -> tuple[Path, str]:
    """Return the file and the function that are named. Raises UsageProblem if that can't be."""
    file = Path(model.rpartition(":")[0])
    name = model.rpartition(":")[2]
    if Path(model).is_file() or (file.is_file() and not name):
        example = f"{model.rstrip(':')}:fit_and_predict"
        raise UsageProblem(
            f"--model {model}: it names a file, and no function of it",
            f"for example: --model {example}",
        )
    if ":" not in model and not model.endswith(".py"):
        near = similar(model, (KERNEL, CNN))
        raise UsageProblem(
            f"--model {model}: there is no such model",
            f"did you mean {near[0]}?" if near else "write kernel, cnn, or FILE.py:FUNCTION",
        )
    if not file.is_file():
        raise UsageProblem(
            f"--model {model}: there is no file {file if ':' in model else model}",
            "write FILE.py:FUNCTION, such as model.py:fit_and_predict",
        )
    if file.suffix != ".py":
        raise UsageProblem(
            f"--model {model}: {file} is no Python file", "give one whose name ends in .py"
        )
    return file, name


def _loaded(file: Path, model: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(_MODULE, file)
    assert spec  # the name ends in .py
    assert spec.loader
    module = sys.modules[_MODULE] = importlib.util.module_from_spec(spec)
    with StdoutToStderr(), beside(file), told_as_own(model, "the file", "correct the file"):
        spec.loader.exec_module(module)
    return module


def _told(function: Callable[..., Any], file: Path, model: str) -> FitAndPredict:
    """Return a function that says whose fault it is if it fails, or returns no classes."""

    def ask(x: Array, y: Array, asked: Array, classes: int, seed: int) -> Array:
        hint = f"it is called with {_SIGNATURE}, and must return the classes of asked"
        with StdoutToStderr(), beside(file), told_as_own(model, "the function", hint):
            # A copy: what it changes must not be asked about again.
            found = np.asarray(function(x, y, asked.copy(), classes, seed))
        return _checked(found, len(asked), classes, model)

    return ask


def _checked(found: Array, count: int, classes: int, model: str) -> Array:
    """Return answers as int16. Raises UsageProblem if they are no classes of so many pictures."""
    hint = f"it must return the numbers of the classes of {count} pictures, shape ({count},)"
    if found.shape != (count,) or found.dtype.kind not in "iu":
        told = f"--model {model} returned {found.dtype} of shape {found.shape}"
        raise UsageProblem(told, hint)
    strange = found[(found < 0) | (found >= classes)]
    if len(strange):
        raise UsageProblem(
            f"--model {model} returned the class {strange[0]}, and there are {classes} classes",
            f"it must return whole numbers from 0 to {classes - 1}",
        )
    return found.astype(np.int16)
