"""Numbers of options, with the suffixes that people type: 64M pixels, 2 GB, 30s."""

from __future__ import annotations

import re
from typing import Any

import click

from augcli.expansion.output.record import MOST_COPIES
from augcli.storage.names import canonical

_COUNT = re.compile(r"(\d+(?:\.\d*)?)\s*([kmgt]?)(i?)(?:b|bytes|px|pixels)?", re.ASCII)
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)", re.ASCII)
_STEPS = "kmgt"
_SECONDS = {"": 1, "s": 1, "sec": 1, "seconds": 1, "m": 60, "min": 60, "minutes": 60, "h": 3600}


class Count(click.IntRange):
    """A whole number, or one with a suffix: ``64M`` is 64,000,000, ``2GiB`` is 2 * 1024**3."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = _COUNT.fullmatch(str(value).strip().lower().replace(",", "").replace("_", ""))
        if found:
            step = 1024 if found[3] else 1000
            number = float(found[1]) * step ** (_STEPS.index(found[2]) + 1 if found[2] else 0)
            value = int(number) if number == int(number) else value
        return super().convert(value, param, ctx)


class Seconds(click.FloatRange):
    """A duration in seconds, or with its unit: ``30s``, ``2min``, ``1h``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = _DURATION.fullmatch(str(value).strip().lower())
        if found and found[2] in _SECONDS:
            value = float(found[1]) * _SECONDS[found[2]]
        return super().convert(value, param, ctx)


class Copies(click.IntRange):
    """A number of copies, or ``CLASS=N``, which is a pair of the class and the number."""

    def __init__(self) -> None:
        super().__init__(1, MOST_COPIES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        label, equals, number = str(value).rpartition("=")
        if isinstance(value, tuple) or not equals:
            return value if isinstance(value, tuple) else super().convert(value, param, ctx)
        of_class: Any = click.IntRange(0, MOST_COPIES)
        return canonical(label), of_class.convert(number, param, ctx)
