"""What a study may say: intervals that hold, for accuracy and for the macro-F1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from augcli.studies.statistics import Effect, Metric, effects, metric_of, pseudo_values


def effects_of(rows: Any, seed: int = 1, halves: Any = None) -> list[Effect]:
    """Return the effects of rows of differences of photos, each in no group."""
    return effects(rows.mean(1), rows, seed, halves)


def effects_in(taken: Any, truth: Any, groups: Any, metric: Metric) -> list[Effect]:
    """Return the effects of arms, (arms, repeats, n), against the first one."""
    value = np.array([metric_of(one, truth, metric) for one in taken])
    pseudo = np.array([pseudo_values(one, truth, groups, metric) for one in taken])
    return effects(value[1:] - value[0], pseudo[1:] - pseudo[0], 1)


def answered(seed: int, arms: int, photos: int) -> tuple[Any, Any]:
    """Return what arms take photos of three classes for, in two repeats, and the truth."""
    generator = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(3), generator.integers(0, 3, photos - 3)])
    right = generator.random((arms, 2, photos)) < 0.7
    return np.where(right, truth, generator.integers(0, 4, right.shape)), truth


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
    found = pseudo_values(taken[np.newaxis], truth, np.arange(20), "macro-f1")
    assert metric_of(taken[np.newaxis], truth, "macro-f1") == pytest.approx(macro_f1(taken, truth))
    for photo in range(20):
        kept = np.arange(20) != photo
        # The classes are those of all photos, each with another photo at least.
        without = macro_f1(taken[kept], truth[kept])
        assert found[photo] == pytest.approx(20 * macro_f1(taken, truth) - 19 * without)


def test_accuracy_is_the_share_of_repeats_in_which_a_photo_is_right() -> None:
    taken = np.array([[0, 1, 2], [0, 0, 2]])
    truth = np.array([0, 1, 1])
    assert pseudo_values(taken, truth, np.arange(3), "accuracy") == pytest.approx([1, 0.5, 0])
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


METRIC = pytest.mark.parametrize("metric", ["accuracy", "macro-f1"])


@METRIC
@given(seed=st.integers(0, 99), times=st.integers(2, 5))
def test_copies_of_photos_in_their_groups_tell_nothing_new(
    metric: Metric, seed: int, times: int
) -> None:
    taken, truth = answered(seed, 3, 30)
    once = effects_in(taken, truth, np.arange(30), metric)
    groups = np.repeat(np.arange(30), times)
    several = effects_in(np.repeat(taken, times, 2), np.repeat(truth, times), groups, metric)
    assert np.allclose(ends(several), ends(once), atol=1e-9)


@METRIC
@given(seed=st.integers(0, 99), data=st.data())
def test_groups_are_left_out_as_a_whole(metric: Metric, seed: int, data: st.DataObject) -> None:
    taken, truth = answered(seed, 1, 20)
    truth[3:6] = range(3)  # in two groups, so that each class stays
    drawn = data.draw(st.lists(st.integers(0, 5), min_size=14, max_size=14))
    groups = np.array([6, 6, 6, 7, 7, 7, *drawn])
    groups = np.unique(groups, return_inverse=True)[1]
    count = groups.max() + 1
    found = pseudo_values(taken[0], truth, groups, metric)
    for group in range(count):
        kept = groups != group
        without = metric_of(taken[0][:, kept], truth[kept], metric)
        whole = metric_of(taken[0], truth, metric)
        assert found[group] == pytest.approx(count * whole - (count - 1) * without)


@pytest.mark.parametrize("size", [1, 4, 10])
def test_intervals_hold_where_the_photos_of_a_group_are_right_or_wrong_at_once(size: int) -> None:
    generator = np.random.default_rng(6)
    groups, truth = np.repeat(np.arange(60), size), np.zeros(60 * size, int)
    held = 0
    for _ in range(150):
        right = generator.random((4, 1, 60)) < np.array([0.6, 0.7, 0.7, 0.7])[:, None, None]
        found = effects_in(np.repeat(~right, size, 2).astype(int), truth, groups, "accuracy")
        held += all(one.low <= 0.1 <= one.high for one in found)
    assert held >= 141


@METRIC
def test_groups_of_different_sizes_have_the_spread_of_the_metric(metric: Metric) -> None:
    generator = np.random.default_rng(7)
    groups = np.repeat(np.arange(150), generator.integers(1, 6, 150))
    classes = generator.integers(0, 3, 150)
    values, errors = [], []
    for _ in range(200):
        right = generator.random(150) < 0.7
        taken = np.where(right, classes, (classes + 1) % 3)[groups][np.newaxis]
        values.append(metric_of(taken, classes[groups], metric))
        pseudo = pseudo_values(taken, classes[groups], groups, metric)
        errors.append(pseudo.std(ddof=1) / np.sqrt(150))
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.15)


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
