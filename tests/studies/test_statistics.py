"""What a study may say: intervals that hold, for accuracy and for the macro-F1."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.studies.statistics import Effect, effects, scores


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
    found = scores(taken[np.newaxis], truth, "macro-f1")
    for photo in range(20):
        kept = np.arange(20) != photo
        # The classes are those of all photos, each with another photo at least.
        without = macro_f1(taken[kept], truth[kept])
        assert found[photo] == pytest.approx(20 * macro_f1(taken, truth) - 19 * without)


def test_accuracy_is_the_share_of_repeats_in_which_a_photo_is_right() -> None:
    taken = np.array([[0, 1, 2], [0, 0, 2]])
    assert scores(taken, np.array([0, 1, 1]), "accuracy").tolist() == [1, 0.5, 0]


def test_no_difference_is_no_effect_whatever_is_compared() -> None:
    (one,) = effects(np.zeros((1, 40)), seed=1)
    assert one.change == 0
    assert one.low < 0 < one.high
    assert (one.verdict, one.leans) == ("no measurable effect", "")


def test_two_photos_prove_nothing() -> None:
    few = np.zeros((1, 100))
    few[0, :2] = 1
    assert effects(few, seed=1)[0].verdict == "no measurable effect"
    many = np.zeros((1, 100))
    many[0, :30] = 1
    assert effects(many, seed=1)[0].verdict == "helps"
    assert effects(-many, seed=1)[0].verdict == "hurts"


def test_intervals_of_many_rows_are_wider_and_the_same_for_a_seed() -> None:
    rows = np.random.default_rng(1).standard_normal((14, 200)) * 0.3
    alone, together = effects(rows[:1], seed=3)[0], effects(rows, seed=3)[0]
    assert together.high - together.low > 1.2 * (alone.high - alone.low)
    assert together.high_alone == alone.high_alone
    assert effects(rows, seed=3) == effects(rows, seed=3)


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
        found = effects(up + down, seed=trial)
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
    narrow, wide = effects(rows, 1, agree)[0], effects(rows, 1, differ)[0]
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)
