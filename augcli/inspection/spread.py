"""Describe the spread of a measure over a dataset, and find the pictures that stand out."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_FAR = 3.5
_NORMAL = 0.6745  # the median deviation of a normal distribution, in standard deviations
_NORMAL_MEAN = 1.253314  # its standard deviation, in mean deviations
BINS = 24
"""The number of bars of a histogram."""


@dataclass(frozen=True)
class Spread:
    """The values of one measure, by the name of the picture.

    ``by_ratio`` is true of measures where twice as much is as far off as half as much, such as
    bytes: their outliers are found among the logarithms.
    """

    values: Mapping[str, float]
    by_ratio: bool = False

    @cached_property
    def sorted(self) -> Sequence[float]:
        """The values from least to most."""
        return sorted(self.values.values())

    def quantile(self, share: float) -> float:
        """Return the value that a share of the values (0 to 1) is not above; nearest rank."""
        return self.sorted[max(0, math.ceil(share * len(self.sorted)) - 1)]

    @cached_property
    def outliers(self) -> list[tuple[str, float]]:
        """The pictures that stand out, farthest first: a modified z-score above 3.5.

        Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993). It is the distance
        from the median in median absolute deviations, which the outliers themselves don't move. If
        more than half of the values are equal, the mean deviation takes its place, as they say.
        """
        scale: Callable[[float], float] = math.log1p if self.by_ratio else float
        scaled = {name: scale(value) for name, value in self.values.items()}
        median = statistics.median(scaled.values())
        off = {name: abs(value - median) for name, value in scaled.items()}
        unit = statistics.median(off.values()) / _NORMAL or statistics.fmean(off.values())
        unit *= 1 if statistics.median(off.values()) else _NORMAL_MEAN
        far = [name for name, distance in off.items() if unit and distance / unit > _FAR]
        far.sort(key=lambda name: (-off[name], name))
        return [(name, self.values[name]) for name in far]

    def histogram(self) -> list[int]:
        """Return how many values are in each of equal bins from the least to the most."""
        scale: Callable[[float], float] = math.log1p if self.by_ratio else float
        return histogram([scale(value) for value in self.sorted])

    def as_json(self) -> dict[str, Any]:
        """Return the quartiles, and the outliers, farthest first."""
        names = ("least", "lower_quartile", "median", "upper_quartile", "most")
        shares = (0, 0.25, 0.5, 0.75, 1)
        quartiles = {name: self.quantile(share) for name, share in zip(names, shares, strict=True)}
        outliers = [{"file": name, "value": value} for name, value in self.outliers]
        return {**quartiles, "outliers": outliers}


def histogram(values: Sequence[float], bins: int = BINS) -> list[int]:
    """Return how many values are in each of equal bins from the least to the most."""
    least, most = min(values), max(values)
    counts = [0] * bins
    for value in values:
        place = (value - least) / (most - least) if most > least else 0.5
        counts[min(bins - 1, int(place * bins))] += 1
    return counts
