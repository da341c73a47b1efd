"""The grammar of typed ranges.

- ``N`` is plus or minus N around the neutral value, within the limits of the knob;
- ``A,B`` is that interval, both ends possible; ``A,A`` is a fixed value.

``typed_numbers`` reads the numbers themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from augcli.errors import BadValue


@dataclass(frozen=True)
class Interval:
    """A range to draw from, ``low`` to ``high`` inclusive, in ``unit`` if there is a choice."""

    low: float
    high: float
    unit: str = ""

    def at(self, position: float) -> float:
        """Return the number at ``position`` in [0, 1] of the way from low to high."""
        return self.low + position * (self.high - self.low)


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
            rule = "the interval is reversed: the lower end comes first"
            raise BadValue(rule, f"{high:.12g},{low:.12g}")
        return self._within(Interval(low, high), self._nearest(low, high))

    def _around(self, spread: float) -> Interval:
        if self.neutral is None:
            nearest = min(max(spread, self.low), self.high)
            return self._within(Interval(spread, spread), (f"{nearest:.12g}",))
        if spread < 0:
            rule = "a single number is a spread around the neutral value: not negative"
            raise BadValue(rule, f"{-spread:.12g}", f"{spread:.12g},{spread:.12g}")
        # If the neutral value is a limit, the spread goes to the other side only.
        below = 0 if self.neutral == self.low else spread
        above = 0 if self.neutral == self.high else spread
        meant = Interval(self.neutral - below, self.neutral + above)
        return self._within(meant, self._smaller(spread, self.neutral))

    def _within(self, interval: Interval, instead: tuple[str, ...]) -> Interval:
        if interval.low < self.low or interval.high > self.high:
            meant = f"{interval.low:g} to {interval.high:g}"
            rule = f"outside {self.low:g} to {self.high:g}"
            raise BadValue(f"that means {meant}, which is {rule}", *instead)
        return interval

    def _nearest(self, low: float, high: float) -> tuple[str, ...]:
        """Return the part of an interval within the limits, as it is typed, if there is any."""
        low, high = max(low, self.low), min(high, self.high)
        return (f"{low:.12g},{high:.12g}",) if low <= high else ()

    def _smaller(self, spread: float, neutral: float) -> tuple[str, ...]:
        """Return the largest spread, and the interval up to ``spread`` itself if it is allowed."""
        sides = [side for side in (neutral - self.low, self.high - neutral) if side]
        up_to = f"{neutral:g},{spread:.12g}"
        return f"{min(sides):.12g}", *([up_to] if neutral < spread <= self.high else [])
