"""Check the arguments of ``expand``, ``split`` and ``inspect``, and name them in messages."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from augcli.dataset.splits import SPLIT_MODES
from augcli.errors import AugcliError
from augcli.expansion.output.settings import ORIGINALS
from augcli.expansion.request.arrangement_flags import ArrangementFlags
from augcli.expansion.request.sharding import LAYOUTS
from augcli.expansion.run_options import ENGINES, NewEngine
from augcli.imaging.codec.formats import FORMATS, SUBSAMPLINGS
from augcli.loaders.options import whole
from augcli.pipeline.canvas import FITS
from augcli.storage.remote.backends import check_scheme, check_writable, not_taken
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.url import as_path

_URL_CHECKS = {
    **dict.fromkeys(("data", "directory", "image"), check_scheme),
    "out": check_writable,
}
_FLAG = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
_OTHER_NAMES = {"class": "classes"}  # a word of Python


@contextmanager
def named_as_arguments() -> Iterator[None]:
    """Name flags in the messages of errors as the arguments that they are in Python."""
    try:
        yield
    except AugcliError as error:
        said = (_FLAG.sub(_argument, text) for text in (error.problem, error.hint))
        raise type(error)(*said) from error.__cause__


def checked(name: str, value: Any) -> Any:
    """Return the value of an argument as a request has it. Raises ValueError or TypeError."""
    if name not in _CHECKS:
        raise TypeError(f"there is no argument {name!r}: the arguments are {', '.join(_CHECKS)}")
    return value if value is None else _CHECKS[name](name, value)


def arranged_by(values: dict[str, Any]) -> dict[str, Any]:
    """Return checked arguments with those of the arrangement gathered in one."""
    names = {"only" if name == "classes" else name: name for name in _ARRANGEMENT}
    given = {
        field: value
        for field, name in names.items()
        if (value := values.pop(name, None)) is not None
    }
    return {**values, "arrangement_flags": ArrangementFlags(**given)}


def path_of(name: str, value: Any) -> Path:
    """Return a path, or a URL if a dataset is read from it or copies are written to it.

    Raises:
        TypeError: it is no path.
        UsageProblem: it is a URL that can't be read or written to, or stands for another file.
    """
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"{name} must be a path, not {type(value).__name__}")
    path = as_path(os.fspath(value))
    if is_url(path):
        if name not in _URL_CHECKS:
            raise not_taken(f"{name} {path}")
        _URL_CHECKS[name](str(path))
    return path


def _argument(flag: re.Match[str]) -> str:
    name = flag[1].replace("-", "_")
    return _OTHER_NAMES.get(name, name)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(one, str) for one in found):
        raise TypeError(f"{name} must be a text, or several, not {value!r:.60}")
    return found


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text, not {type(value).__name__}")
    return value


def _shares(name: str, value: Any) -> str:
    """Return ``{"val": 0.2}`` as ``val=0.2``, which a text is already."""
    if isinstance(value, Mapping):
        return ",".join(f"{split}={share}" for split, share in value.items())
    return _text(name, value)


def _level(name: str, value: Any) -> str:
    return ("largest" if value else "") if isinstance(value, bool) else _text(name, value)


def _switch(name: str, value: Any) -> bool:
    if value not in (True, False):
        raise ValueError(f"{name} must be True or False, not {value!r:.40}")
    return bool(value)


def _count(name: str, value: Any) -> int:
    return whole(name, value, 1)


def _percent(name: str, value: Any) -> int:
    if whole(name, value, 1) > 100:
        raise ValueError(f"{name} must be 1 to 100, not {value}")
    return int(value)


def _seconds(name: str, value: Any) -> float:
    if not (isinstance(value, int | float) and value > 0):
        raise ValueError(f"{name} must be a number of seconds above 0, not {value!r:.40}")
    return float(value)


def _size(name: str, value: Any) -> str:
    return value if isinstance(value, str) else "x".join(map(str, _sides(name, value)))


def _sides(name: str, value: Any) -> list[int]:
    sides = value if isinstance(value, tuple | list) else [value]
    return [whole(name, side, 1) for side in sides]


def _one_of(words: Sequence[str]) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        if value not in words:
            raise ValueError(f"{name} must be one of {', '.join(words)}, not {value!r:.40}")
        return str(value)

    return check


def _engine(name: str, value: Any) -> str | NewEngine:
    return value if callable(value) else _one_of(ENGINES)(name, value)


_ARRANGEMENT: dict[str, Callable[[str, Any], Any]] = {
    "labels": path_of,
    "image_column": _text,
    "label_column": _texts,
    "include": _texts,
    "exclude": _texts,
    "classes": _texts,
    "limit": _count,
    "split": _shares,
    "group_by": _text,
    "groups": path_of,
    "group_near_duplicates": _switch,
}
_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    **_ARRANGEMENT,
    "balance": _level,
    **dict.fromkeys(("target_per_class", "total"), _count),
    **dict.fromkeys(("cap", "reject", "mix_across"), _switch),
    "swap_labels": _texts,
    "shard": _text,
    "originals": _one_of(ORIGINALS),
    "layout": _one_of(LAYOUTS),
    **dict.fromkeys(("shard_size", "shard_count"), _count),
    "engine": _engine,
    "scheduler": _text,
    "splits": _one_of(SPLIT_MODES),
    "format": _one_of(("same", *FORMATS)),
    "quality": _percent,
    "subsampling": _one_of(SUBSAMPLINGS),
    "size": _size,
    "fit": _one_of(FITS),
    "timeout": _seconds,
    **dict.fromkeys(("max_pixels", "max_bytes", "workers"), _count),
    **dict.fromkeys(("follow_links", "flat", "again", "strict", "overwrite"), _switch),
    **dict.fromkeys(("verify", "prune", "durable", "profile"), _switch),
    **dict.fromkeys(("near_duplicates", "cached"), _switch),
}
