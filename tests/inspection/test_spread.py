"""Spreads and outliers, against NumPy and SciPy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from augcli.inspection.spread import Spread, histogram

numbers = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=60)


def _spread(values: list[float], *, by_ratio: bool = False) -> Spread:
    return Spread({str(number): value for number, value in enumerate(values)}, by_ratio)


@given(numbers)
def test_quantiles_are_values_that_are_there(values: list[float]) -> None:
    spread = _spread(values)
    for share in (0, 0.25, 0.5, 0.75, 1):
        expected = np.quantile(np.array(values), share, method="inverted_cdf")
        assert spread.quantile(share) == expected


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=60), st.booleans())
def test_outliers_are_those_of_the_modified_z_score(values: list[int], by_ratio: bool) -> None:
    scaled = np.log1p(values) if by_ratio else np.array(values, float)
    off = np.abs(scaled - np.median(scaled))
    mad = stats.median_abs_deviation(scaled, scale="normal")
    unit = mad if mad > 0 else 1.253314 * off.mean()
    clear = np.abs(off - 3.5 * unit) > 1e-3 * unit  # of the limit, where rounding decides
    expected = {str(i) for i in np.flatnonzero((off > 3.5 * unit) & clear)}
    found = {name for name, _ in _spread([*map(float, values)], by_ratio=by_ratio).outliers}
    assert {name for name in found if clear[int(name)]} == (expected if unit else set())


def test_outliers_do_not_hide_each_other_and_come_farthest_first() -> None:
    values = [100.0, 101, 102, 103, 104, 105, 106, 900, 950, 5]
    assert [value for _, value in _spread(values).outliers] == [950, 900, 5]


def test_the_one_that_differs_from_many_equal_ones_stands_out() -> None:
    assert [value for _, value in _spread([3.0] * 20 + [9.0]).outliers] == [9]


@given(numbers)
def test_a_histogram_counts_every_value_in_its_bin(values: list[float]) -> None:
    counts = histogram(values, 10)
    assert sum(counts) == len(values)
    if max(values) > min(values):
        assert counts[0] >= values.count(min(values))
        assert counts[-1] >= values.count(max(values))
