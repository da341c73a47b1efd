"""The grammar of typed ranges.

- ``N`` is plus or minus N around the neutral value, within the limits of the knob;
- ``A,B`` is that interval, both ends possible; ``A,A`` is a fixed value.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from augcli.errors import BadValue

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Interval:
    """A range to draw from, ``low`` to ``high`` inclusive, in ``unit`` if there is a choice."""

    low: float
    high: float
    unit: str = ""

    def at(self, position: float) -> float:
        """Return the number at ``position`` in [0, 1] of the way from low to high."""
        return self.low + position * (self.high - self.low)


def parts(text: str) -> list[str]:
    """Split a range into its one or two ends. Raises BadValue."""
    found = [part.strip() for part in text.split(",")]
    if len(found) > 2:
        raise BadValue("write one number N, or two as A,B")
    return found


def number(text: str) -> float:
    """Read a number. Raises BadValue."""
    # Not float() alone: that takes nan, inf, 1_000 and digits of every script.
    if not _NUMBER.fullmatch(text):
        raise BadValue("write one number N, or two as A,B")
    read = float(text)
    if math.isinf(read):
        raise BadValue("the number is too large")
    return read


@dataclass(frozen=True)
class Scale:
    """The limits of a knob, and its ``neutral`` value if it has one."""

    low: float
    high: float
    neutral: float | None

    def interval(self, ends: list[float]) -> Interval:
        """Return the interval that one or two numbers mean. Raises BadValue."""
        if len(ends) == 1:
            return self._around(ends[0])
        low, high = ends
        if low > high:
            raise BadValue("the interval is reversed: the lower end comes first")
        return self._within(Interval(low, high))

    def _around(self, spread: float) -> Interval:
        if self.neutral is None:
            return self._within(Interval(spread, spread))
        if spread < 0:
            raise BadValue("a single number is a spread around the neutral value: not negative")
        # If the neutral value is a limit, the spread goes to the other side only.
        below = 0 if self.neutral == self.low else spread
        above = 0 if self.neutral == self.high else spread
        return self._within(Interval(self.neutral - below, self.neutral + above))

    def _within(self, interval: Interval) -> Interval:
        if interval.low < self.low or interval.high > self.high:
            meant = f"{interval.low:g} to {interval.high:g}"
            rule = f"outside {self.low:g} to {self.high:g}"
            raise BadValue(f"that means {meant}, which is {rule}")
        return interval
