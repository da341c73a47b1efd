"""Knobs: what a transform can be told, the one grammar for their ranges, and how they draw.

A knob is written once, as the annotation of a transform's parameter. The grammar:

- ``N`` is plus or minus N around the neutral value;
- ``A,B`` is that interval, both ends possible; ``A,A`` is a fixed value.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from augcli.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Interval:
    """Where a number is drawn from, ``low`` to ``high``, both possible; ``unit`` if it has two."""

    low: float
    high: float
    unit: str = ""

    def at(self, position: float) -> float:
        """Give the number at ``position`` in [0, 1] of the way from low to high."""
        return self.low + position * (self.high - self.low)


@dataclass(frozen=True)
class Length:
    """A distance along a side: a ``fraction`` of that side, or ``pixels``."""

    number: float
    unit: str

    def in_pixels(self, side: int) -> float:
        """Give the distance in pixels on a side of ``side`` pixels."""
        return self.number * side if self.unit == "fraction" else self.number


class Knob(Protocol):
    """What every kind of knob can do. ``name`` is the parameter that the knob annotates."""

    @property
    def default(self) -> tuple[float, float]:
        """The range for whoever names the transform and says no more."""

    @property
    def rule(self) -> str:
        """The values it takes, in words for help and docs, without a full stop."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Values as they can be typed: a spread and an interval."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that its intervals can be in, if it has a choice."""

    @property
    def neutral_interval(self) -> Interval:
        """The interval that holds just the value that changes nothing."""

    def parse(self, text: str) -> Interval:
        """Read a range. Raises BadValue, whose message is the rule that is broken."""

    def field(self, name: str, unit: str) -> str:
        """Name the field of a recipe that keeps a number drawn from an interval in ``unit``."""

    def argument(self, name: str, fields: Mapping[str, float]) -> Any:
        """Make the transform's argument from the fields of a recipe."""

    def caption(self, number: float, field: str) -> str:
        """Give a number of a recipe as the few characters under a picture."""


@dataclass(frozen=True, kw_only=True)
class Real:
    """A number from ``low`` to ``high`` that changes nothing at ``neutral``."""

    low: float
    high: float
    neutral: float
    default: tuple[float, float]
    unit: str
    symbol: str = ""

    @property
    def rule(self) -> str:
        return f"{self.unit.capitalize()} from {self.low:g} to {self.high:g}"

    @property
    def examples(self) -> tuple[str, ...]:
        low, high = self.default
        return f"{high - self.neutral:g}", f"{low:g},{high:g}"

    @property
    def units(self) -> tuple[str, ...]:
        return ("",)

    @property
    def neutral_interval(self) -> Interval:
        return Interval(self.neutral, self.neutral)

    def parse(self, text: str) -> Interval:
        ends = [_number(part) for part in _parts(text)]
        interval = _interval(ends, self.neutral)
        _check_within(interval, self.low, self.high)
        return interval

    def field(self, name: str, unit: str) -> str:  # noqa: ARG002
        return name

    def argument(self, name: str, fields: Mapping[str, float]) -> float:
        return fields[name]

    def caption(self, number: float, field: str) -> str:  # noqa: ARG002
        return f"{number:.3g}{self.symbol}"


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A second number from the interval of knob ``of``; drawn together with it if ``switch``."""

    of: str
    switch: str
    help: str


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A length along a side. ``px`` is pixels, ``%`` is of the side; a bare number is a fraction
    if the whole interval is within -1 to 1, otherwise pixels.
    """

    default: tuple[float, float]
    limits: ClassVar = {"fraction": 1.0, "pixels": 100_000.0}

    @property
    def rule(self) -> str:
        return "Fractions of the side from -1 to 1, percents (10%) or pixels (20px)"

    @property
    def examples(self) -> tuple[str, ...]:
        low, high = self.default
        return f"{high:g}", f"{low:.0%},{high:.0%}", "-20px,20px"

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(self.limits)

    @property
    def neutral_interval(self) -> Interval:
        return Interval(0.0, 0.0, "fraction")

    def parse(self, text: str) -> Interval:
        parts = _parts(text)
        suffixes = {_suffix(part) for part in parts}
        if len(suffixes) > 1:
            raise BadValue("both ends must have the same unit")
        suffix = suffixes.pop()
        ends = [_number(part.removesuffix(suffix)) for part in parts]
        interval = _interval([end / 100 if suffix == "%" else end for end in ends], 0.0)
        in_pixels = suffix == "px" or (
            suffix == "" and max(abs(interval.low), abs(interval.high)) > 1
        )
        unit = "pixels" if in_pixels else "fraction"
        _check_within(interval, -self.limits[unit], self.limits[unit])
        return Interval(interval.low, interval.high, unit)

    def field(self, name: str, unit: str) -> str:  # noqa: ARG002
        return unit

    def argument(self, name: str, fields: Mapping[str, float]) -> Length:  # noqa: ARG002
        ((unit, number),) = fields.items()
        return Length(number, unit)

    def caption(self, number: float, field: str) -> str:
        return f"{number:+.1%}" if field == "fraction" else f"{number:+.4g}px"


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 2:
        raise BadValue("write one number N, or two as A,B")
    return parts


def _suffix(part: str) -> str:
    return next((suffix for suffix in ("px", "%") if part.endswith(suffix)), "")


def _number(text: str) -> float:
    # Not float() alone: that takes nan, inf, 1_000 and digits of every script.
    if not _NUMBER.fullmatch(text):
        raise BadValue("write one number N, or two as A,B")
    number = float(text)
    if math.isinf(number):
        raise BadValue("the number is too large")
    return number


def _interval(ends: list[float], neutral: float) -> Interval:
    if len(ends) == 1:
        (spread,) = ends
        if spread < 0:
            raise BadValue("a single number is a spread around the neutral value: not negative")
        return Interval(neutral - spread, neutral + spread)
    low, high = ends
    if low > high:
        raise BadValue("the interval is reversed: the lower end comes first")
    return Interval(low, high)


def _check_within(interval: Interval, low: float, high: float) -> None:
    if interval.low < low or interval.high > high:
        meant = f"{interval.low:g} to {interval.high:g}"
        raise BadValue(f"that means {meant}, which is outside {low:g} to {high:g}")
