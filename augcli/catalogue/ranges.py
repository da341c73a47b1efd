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
            nearest = f"{min(max(spread, self.low), self.high):.12g}"
            instead = _of_percents(spread) if spread > 1 >= self.high else (nearest,)
            return self._within(Interval(spread, spread), instead)
        if spread < 0:
            rule = "a single number is a spread around the neutral value: not negative"
            # As far down as 1 goes, factors reach 0: a black picture.
            other = [] if self.neutral == 1 and spread <= -1 else [f"{-spread:.12g}"]
            raise BadValue(rule, *other, f"{spread:.12g},{spread:.12g}")
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
        """Return what was probably meant by an interval that leaves the limits, as it is typed."""
        if self.neutral == 1 and low < 0 <= high < 1:  # changes, such as -0.2 to 0.2
            return (f"{high:.12g}" if low == -high else f"{1 + low:.12g},{1 + high:.12g}",)
        if self.high <= 1 < high:
            return tuple(
                ",".join(pair) for pair in zip(_of_percents(low), _of_percents(high), strict=False)
            )
        low, high = max(low, self.low), min(high, self.high)
        is_part = low <= high and (low, high) != (self.low, self.high)
        return (f"{low:.12g},{high:.12g}",) if is_part else ()

    def _smaller(self, spread: float, neutral: float) -> tuple[str, ...]:
        """Return what was probably meant by a spread that leaves the limits, as it is typed."""
        if neutral == 1 and self.high > 1:
            return (_factors(spread),)
        if spread > 1 >= self.high:
            return _of_percents(spread)
        sides = [side for side in (neutral - self.low, self.high - neutral) if side]
        up_to = f"{neutral:g},{spread:.12g}"
        return f"{min(sides):.12g}", *([up_to] if neutral < spread <= self.high else [])


def _of_percents(number: float) -> tuple[str, ...]:
    """Return the share that a number from 2 up means as a percentage; nothing for others."""
    return (f"{number / 100:.12g}",) if number == 0 or 2 <= number <= 100 else ()


def _factors(number: float) -> str:
    """Return the range of factors that was probably meant by a number above 1."""
    if number < 2:  # 1.5 for half as much more or less
        return f"{2 - number:.12g},{number:.12g}"
    if number < 5:  # 2 for twice as much or half as much
        return f"{1 / number:.2g},{number:.12g}"
    return f"{number / 100:.12g}"  # a percentage
