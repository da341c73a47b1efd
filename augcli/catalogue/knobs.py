"""Knobs: the settings of a transform, and how numbers are drawn for them.

A knob is written once, as the annotation of a transform's parameter. A transform's flag takes the
value of its first knob; the other knobs have defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar, Protocol

from augcli.catalogue.other_units import OtherUnit
from augcli.catalogue.ranges import Interval, Scale
from augcli.catalogue.typed_numbers import Units
from augcli.catalogue.units import FORMS, Wording
from augcli.errors import BadValue

# By the first word of a knob's unit. All other units are parts of a whole.
_UNITS = {
    "degrees": Units({"°": 1.0}, refused={"rad": 57.2957795, "turn": 360.0}),
    "factors": Units({"%": 0.01, "x": 1.0}),
    "multiples": Units({"%": 0.01, "x": 1.0}),
    "percents": Units({"%": 1.0}),
    "quality": Units({"%": 1.0}),
    "pixels": Units({"px": 1.0}),
    "levels": Units({}, refused={"%": 2.55}),
}
_PARTS = Units({"%": 0.01})
_COUNTS = Units({})


class Knob(Protocol):
    """The methods of every kind of knob. ``name`` is the parameter that the knob annotates."""

    @property
    def default(self) -> tuple[float, float]:
        """The range to use if none is given."""

    @property
    def default_interval(self) -> Interval:
        """The default as an interval."""

    @property
    def rule(self) -> str:
        """The values that it takes, in words for help and docs, without a full stop."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Examples of what users can type: a spread and an interval."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that its intervals can have; one empty unit if there is no choice."""

    @property
    def neutral_interval(self) -> Interval | None:
        """The interval of just the value that changes nothing, or None."""

    def parse(self, text: str) -> Interval:
        """Read a range. Raises BadValue, whose message names the broken rule."""

    def at(self, interval: Interval, position: float) -> float:
        """Return the number at ``position`` in [0, 1] of the way through an interval."""

    def field(self, name: str, unit: str) -> str:
        """Return the field of a recipe that stores a number drawn in ``unit``."""

    def reader(self, name: str) -> Callable[[Mapping[str, Any]], Any]:
        """Return a function that makes the transform's argument from the fields of a recipe."""

    def is_neutral(self, argument: Any) -> bool:
        """Return True if the transform's argument is the value that changes nothing."""

    def is_unseen(self, interval: Interval) -> bool:
        """Return True if nobody would see what any number of an interval changes."""

    @property
    def mistaken_for(self) -> tuple[OtherUnit, ...]:
        """The units that people may have meant who typed such an interval."""

    def caption(self, number: float, field: str, spacing: float = 0.0) -> str:
        """Return a number of a recipe in a few words for a caption.

        It has enough digits to tell it from a number ``spacing`` away.
        """


@dataclass(frozen=True, kw_only=True)
class Real:
    """A number from ``low`` to ``high``. The ``neutral`` one, if there is one, changes nothing.

    The first word of ``unit`` is one of :data:`augcli.catalogue.units.FORMS`. In captions the
    number stands at the ``{}`` of ``phrase``, and ``ways`` are the words for numbers below the
    neutral one and above. ``unseen`` is the range about it, both ends included, that changes too
    little to be seen. Who types that may have taken the numbers for those of another unit, in
    ``mistaken_for``.
    """

    low: float
    high: float
    default: tuple[float, float]
    unit: str
    neutral: float | None = None
    phrase: str = ""
    ways: tuple[str, str] = ("", "")
    unseen: tuple[float, float] | None = None
    mistaken_for: tuple[OtherUnit, ...] = ()
    _units_of_others: ClassVar = _PARTS

    @property
    def rule(self) -> str:
        return f"{self.unit.capitalize()} from {self.low:g} to {self.high:g}"

    @property
    def examples(self) -> tuple[str, ...]:
        low, high = self.default
        if self.neutral is None:
            return f"{high:g}", f"{low:g},{high:g}"
        return f"{max(high - self.neutral, self.neutral - low):g}", f"{low:g},{high:g}"

    @property
    def units(self) -> tuple[str, ...]:
        return ("",)

    @property
    def default_interval(self) -> Interval:
        low, high = self.default
        return Interval(low, high)

    @property
    def neutral_interval(self) -> Interval | None:
        return None if self.neutral is None else Interval(self.neutral, self.neutral)

    def parse(self, text: str) -> Interval:
        ends = _UNITS.get(self.unit.split()[0], self._units_of_others).numbers(text)
        try:
            return Scale(self.low, self.high, self.neutral).interval(ends)
        except BadValue as rule:
            # 0,5 is out of range, and its writer may have meant 0.5.
            point = [text.replace(",", ".")] if text.count(",") == 1 else []
            raise BadValue(str(rule), *point, *rule.instead) from rule

    def at(self, interval: Interval, position: float) -> float:
        return interval.at(position)

    def field(self, name: str, unit: str) -> str:  # noqa: ARG002, other knobs need it
        return name

    def reader(self, name: str) -> Callable[[Mapping[str, Any]], Any]:
        return itemgetter(name)

    def is_neutral(self, argument: float) -> bool:
        return argument == self.neutral

    def is_unseen(self, interval: Interval) -> bool:
        if self.unseen is None:
            return interval == self.neutral_interval
        low, high = self.unseen
        return low <= interval.low and interval.high <= high

    def caption(self, number: float, field: str, spacing: float = 0.0) -> str:  # noqa: ARG002, other knobs need it
        first, _, rest = self.unit.partition(" ")
        wording = Wording(
            FORMS[first], rest, self.phrase, self.ways, signed=self.low < 0, neutral=self.neutral
        )
        return wording.say(number, spacing)


@dataclass(frozen=True, kw_only=True)
class Whole(Real):
    """A whole number from ``low`` to ``high``, all equally likely."""

    _units_of_others: ClassVar = _COUNTS

    @property
    def rule(self) -> str:
        return f"{super().rule}, whole numbers"

    def parse(self, text: str) -> Interval:
        interval = super().parse(text)
        if interval.low % 1 or interval.high % 1:
            raise BadValue("write whole numbers")
        return interval

    def at(self, interval: Interval, position: float) -> int:
        count = interval.high - interval.low + 1
        return int(min(interval.high, interval.low + int(position * count)))

    def reader(self, name: str) -> Callable[[Mapping[str, Any]], Any]:
        return lambda fields: int(fields[name])
