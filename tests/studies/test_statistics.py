"""What a study may say: intervals that hold, for accuracy and for the macro-F1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from augcli.studies.statistics import Effect, by_group, effects, metric_of, pseudo_values


def effects_of(rows: Any, groups: Any = None, seed: int = 1, halves: Any = None) -> list[Effect]:
    """Return the effects of rows of differences of photos."""
    groups = np.arange(rows.shape[1]) if groups is None else groups
    return effects(rows.mean(1), by_group(rows, groups), "accuracy", seed, halves)


def ends(found: list[Effect]) -> list[list[float]]:
    return [[one.change, one.low, one.high, one.low_alone, one.high_alone] for one in found]


def macro_f1(taken: np.ndarray, truth: np.ndarray) -> float:
    values = []
    for one in np.unique(truth):
        right = ((taken == one) & (truth == one)).sum()
        values.append(2 * right / max(1, (taken == one).sum() + (truth == one).sum()))
    return float(np.mean(values))


@given(st.integers(0, 300))
def test_the_pseudo_values_of_the_macro_f1_leave_each_photo_out(seed: int) -> None:
    generator = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(3), np.arange(3), generator.integers(0, 3, 14)])
    taken = np.where(generator.random(20) < 0.6, truth, generator.integers(0, 4, 20))
    found = pseudo_values(taken[np.newaxis], truth, "macro-f1")
    assert metric_of(taken[np.newaxis], truth, "macro-f1") == pytest.approx(macro_f1(taken, truth))
    for photo in range(20):
        kept = np.arange(20) != photo
        # The classes are those of all photos, each with another photo at least.
        without = macro_f1(taken[kept], truth[kept])
        assert found[photo] == pytest.approx(20 * macro_f1(taken, truth) - 19 * without)


def test_accuracy_is_the_share_of_repeats_in_which_a_photo_is_right() -> None:
    taken = np.array([[0, 1, 2], [0, 0, 2]])
    truth = np.array([0, 1, 1])
    assert pseudo_values(taken, truth, "accuracy").tolist() == [1, 0.5, 0]
    assert metric_of(taken, truth, "accuracy") == 0.5


def test_no_difference_is_no_effect_whatever_is_compared() -> None:
    (one,) = effects_of(np.zeros((1, 40)))
    assert one.change == 0
    assert one.low < 0 < one.high
    assert (one.verdict, one.leans) == ("no measurable effect", "")


def test_two_photos_prove_nothing() -> None:
    few = np.zeros((1, 100))
    few[0, :2] = 1
    assert effects_of(few)[0].verdict == "no measurable effect"
    many = np.zeros((1, 100))
    many[0, :30] = 1
    assert effects_of(many)[0].verdict == "helps"
    assert effects_of(-many)[0].verdict == "hurts"


def test_intervals_of_many_rows_are_wider_and_the_same_for_a_seed() -> None:
    rows = np.random.default_rng(1).standard_normal((14, 200)) * 0.3
    alone, together = effects_of(rows[:1])[0], effects_of(rows)[0]
    assert together.high - together.low > 1.2 * (alone.high - alone.low)
    assert together.high_alone == alone.high_alone
    assert effects_of(rows) == effects_of(rows)


@pytest.mark.parametrize("rows", [1, 6])
def test_intervals_hold_in_at_least_as_many_cases_as_they_say(rows: int) -> None:
    generator = np.random.default_rng(5)
    held = 0
    for trial in range(200):
        truth = generator.uniform(-0.05, 0.05, rows)
        p = 0.1 + np.abs(truth)
        drawn = generator.random((rows, 300))[..., np.newaxis]
        up = (drawn[..., 0] < p[:, np.newaxis]) * np.sign(truth)[:, np.newaxis]
        down = (drawn[..., 0] > 0.9)[:, :] * -np.sign(truth)[:, np.newaxis]
        found = effects_of(up + down, seed=trial)
        held += all(one.low <= t <= one.high for one, t in zip(found, truth, strict=True))
    assert held >= 186


def test_an_interval_of_the_row_alone_makes_it_lean() -> None:
    assert Effect(0.02, -0.01, 0.05, 0.001, 0.04).leans == "to help"
    assert Effect(-0.02, -0.05, 0.01, -0.04, -0.001).leans == "to hurt"
    assert Effect(0.03, 0.01, 0.05, 0.02, 0.04).leans == ""


def test_models_of_halves_that_disagree_widen_the_interval() -> None:
    rows = np.random.default_rng(2).standard_normal((1, 100)) * 0.2
    agree, differ = np.zeros((1, 10, 2)), np.zeros((1, 10, 2))
    differ[..., 0] = 0.2
    narrow, wide = effects_of(rows, halves=agree)[0], effects_of(rows, halves=differ)[0]
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


@given(st.integers(0, 99), st.integers(2, 5), st.integers(1, 3))
def test_copies_of_photos_in_their_groups_tell_nothing_new(
    seed: int, times: int, rows: int
) -> None:
    once = np.random.default_rng(seed).integers(-1, 2, (rows, 30)) / 2
    several = effects_of(np.repeat(once, times, 1), np.repeat(np.arange(30), times))
    assert np.allclose(ends(several), ends(effects_of(once)), atol=1e-9)


@given(st.permutations(range(12)))
def test_photos_that_are_in_no_group_count_one_by_one(order: list[int]) -> None:
    rows = np.random.default_rng(4).standard_normal((2, 12))
    deviations = by_group(rows, np.array(order))
    assert np.allclose(deviations[:, order], rows - rows.mean(1, keepdims=True))


@pytest.mark.parametrize("size", [1, 4, 10])
def test_intervals_hold_where_the_photos_of_a_group_are_right_or_wrong_at_once(size: int) -> None:
    generator = np.random.default_rng(6)
    groups = np.repeat(np.arange(60), size)
    held = 0
    for trial in range(150):
        once = generator.choice([-1, 0, 1], (3, 60), p=[0.1, 0.7, 0.2])
        found = effects_of(np.repeat(once, size, 1), groups, trial)
        held += all(one.low <= 0.1 <= one.high for one in found)
    assert held >= 141


def test_groups_of_different_sizes_have_the_spread_of_their_mean() -> None:
    generator = np.random.default_rng(7)
    sizes = generator.integers(1, 6, 200)
    groups = np.repeat(np.arange(200), sizes)
    means, errors = [], []
    for _ in range(300):
        rows = generator.standard_normal(200)[groups][np.newaxis]
        (one,) = effects_of(rows, groups)
        means.append(one.change)
        errors.append((one.high_alone - one.low_alone) / 2 / 1.96 / 1.15)
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.12)


@pytest.mark.parametrize("count", [10, 30, 300])
def test_few_groups_have_the_quantile_of_student(count: int) -> None:
    rows = np.random.default_rng(8).standard_normal((1, count))
    (one,) = effects_of(rows)
    error = 1.15 * np.sqrt(rows.var(ddof=1) / count + 2 / count**2)
    wanted = stats.t.ppf(0.975, count - 1) * error
    assert one.high_alone - one.change == pytest.approx(wanted, rel=0.003)


@given(st.integers(2, 8), st.integers(0, 50))
def test_rows_that_are_alike_are_as_one(rows: int, seed: int) -> None:
    one = np.random.default_rng(seed).standard_normal((1, 50))
    several = effects_of(np.repeat(one, rows, 0))
    (alone,) = effects_of(one)
    assert several[0].high == pytest.approx(alone.high, rel=0.02, abs=0.02)
    assert len({effect.high for effect in several}) == 1
