"""Knobs for lengths along a side: shifts, and the extent of a blur."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from augcli.catalogue.other_units import OtherUnit
from augcli.catalogue.ranges import Interval, Scale
from augcli.catalogue.typed_numbers import RULE, End, read_ends
from augcli.catalogue.units import PERCENT, PIXELS, Wording
from augcli.errors import BadValue


@dataclass(frozen=True)
class Length:
    """A distance along a side: a ``fraction`` of that side, or ``pixels``."""

    number: float
    unit: str

    def in_pixels(self, side: int) -> float:
        """Return the distance in pixels on a side of ``side`` pixels."""
        return self.number * side if self.unit == "fraction" else self.number


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A length along a side, in pixels (``px``) or percent of the side (``%``).

    A bare number is a fraction if the whole interval lies within -1 to 1, otherwise pixels.
    ``ways`` are the words of captions for lengths below 0 and above. ``unseen`` is the longest
    length in each unit that nobody would see.
    """

    default: tuple[float, float]
    ways: tuple[str, str] = ("", "")
    rest: ClassVar = ""
    limits: ClassVar = {"fraction": 1.0, "pixels": 100_000.0}
    least: ClassVar = -1
    unseen: ClassVar = {"fraction": 0.004, "pixels": 0.9}
    mistaken_for: ClassVar[tuple[OtherUnit, ...]] = ()

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
    def default_interval(self) -> Interval:
        low, high = self.default
        return Interval(low, high, "fraction")

    @property
    def neutral_interval(self) -> Interval:
        return Interval(0.0, 0.0, "fraction")

    def parse(self, text: str) -> Interval:
        ends = _with_one_unit(read_ends(text))
        typed = ends[0].unit
        bare = typed == ""
        numbers = [end.number / 100 if typed == "%" else end.number for end in ends]
        unit = "fraction"
        if typed == "px" or (bare and max(map(abs, numbers)) > 1):
            unit = "pixels"
        limit = self.limits[unit]
        try:
            interval = Scale(self.least * limit, limit, 0.0).interval(numbers)
        except BadValue as rule:
            instead = [_in_unit(one, typed if unit == "fraction" else "px") for one in rule.instead]
            if bare and unit == "fraction" and limit < max(numbers):
                instead.insert(0, ",".join(f"{number:.12g}px" for number in numbers))
            raise BadValue(str(rule), *instead) from rule
        return Interval(interval.low, interval.high, unit)

    def at(self, interval: Interval, position: float) -> float:
        return interval.at(position)

    def field(self, name: str, unit: str) -> str:  # noqa: ARG002, other knobs need it
        return unit

    def reader(self, name: str) -> Callable[[Mapping[str, Any]], Any]:  # noqa: ARG002, other knobs need it
        return self._length

    def _length(self, fields: Mapping[str, float]) -> Length:
        unit = "fraction" if "fraction" in fields else "pixels"
        return Length(fields[unit], unit)

    def is_neutral(self, argument: Length) -> bool:
        return argument.number == 0

    def is_unseen(self, interval: Interval) -> bool:
        return max(-interval.low, interval.high) <= self.unseen[interval.unit]

    def caption(self, number: float, field: str, spacing: float = 0.0) -> str:
        form, rest = (PERCENT, self.rest) if field == "fraction" else (PIXELS, "")
        return Wording(form, rest, "", self.ways, self.least < 0, 0.0).say(number, spacing)


@dataclass(frozen=True, kw_only=True)
class Extent(Shift):
    """A length from 0 up, in pixels or as a part of the shorter side: the reach of a blur."""

    rest: ClassVar = "of the side"
    limits: ClassVar = {"fraction": 0.25, "pixels": 500.0}
    least: ClassVar = 0
    unseen: ClassVar = {"fraction": 0.001, "pixels": 0.3}

    @property
    def rule(self) -> str:
        return "Fractions of the shorter side up to 0.25, percents (1%) or pixels (2px)"

    @property
    def examples(self) -> tuple[str, ...]:
        low, high = self.default
        return f"{high:g}", f"{low:.2%},{high:.2%}", "0px,2px"


def _with_one_unit(ends: list[End]) -> list[End]:
    """Return the ends with the unit of the second for both, if the first has none.

    Raises:
        BadValue: they have different units, or others than ``%`` and ``px``, or one is written
            like a fraction and the other like pixels.
    """
    first, last = ends[0], ends[-1]
    if wrong := next((end.unit for end in ends if end.unit not in ("", "%", "px")), ""):
        raise BadValue(f"{RULE}, without {wrong}")
    mixed = any(0 < abs(end.number) < 1 for end in ends) and any(
        abs(end.number) > 1 for end in ends
    )
    if mixed and last.unit != "%" and "" in (first.unit, last.unit):
        percents = [end.number * 100 if abs(end.number) < 1 else end.number for end in ends]
        instead = [",".join(f"{number:.12g}%" for number in percents)]
        instead += [",".join(f"{end.number:.12g}px" for end in ends)]
        raise BadValue("one end looks like a fraction, the other like pixels", *instead)
    if first.unit != last.unit and first.unit:
        raise BadValue("both ends must have the same unit")
    return [End(end.number, last.unit) for end in ends]


def _in_unit(typed: str, unit: str) -> str:
    ends = [float(end) for end in typed.split(",")]
    return ",".join(f"{end * 100 if unit == '%' else end:.12g}{unit}" for end in ends)
