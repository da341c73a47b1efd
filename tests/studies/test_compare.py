"""What the answers of arms come to: the baseline, whether anything is learnt, and rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from augcli.studies.answer import Answer, Asked
from augcli.studies.arms import Arm, Comparison, Plan
from augcli.studies.compare import compare
from augcli.studies.statistics import Metric
from augcli.studies.study import Study

TRUTH = np.repeat([0, 1], [180, 20])
ROW = Plan((Arm(()), Arm(())), (Comparison("alone", "hue", 1, 0),))


def compared(metric: Metric, *taken: Any, halves: Any = (None, None)) -> Study:
    found = Study(("a", "b"), 200, 200, 200, False, metric, 3, 1, 2, 0, 0.9, [])
    answers = {arm: Answer(arm, one[np.newaxis], halves[arm]) for arm, one in enumerate(taken)}
    compare(found, ROW, answers, Asked(TRUTH, np.arange(200)))
    return found


@pytest.mark.parametrize("metric", ["accuracy", "macro-f1"])
def test_whether_anything_is_learnt_is_asked_of_what_is_right(metric: Metric) -> None:
    some = TRUTH.copy()
    some[-4:] = 0  # 98 % are right, where the largest class has 90 %
    assert compared(metric, some).learns
    assert not compared(metric, np.zeros_like(TRUTH)).learns
    assert compared(metric, np.zeros_like(TRUTH), some).learns


def test_a_row_is_left_out_while_an_arm_of_it_is_unknown() -> None:
    assert compared("accuracy", TRUTH).rows == []
    (row,) = compared("accuracy", TRUTH, TRUTH).rows
    assert (row.effect.change, row.score) == (0, 1)


def test_halves_that_differ_as_much_under_both_arms_add_nothing() -> None:
    pairs = np.stack([np.stack([TRUTH, 1 - TRUTH])] * 10)
    same = compared("macro-f1", TRUTH, TRUTH, halves=(pairs, pairs))
    other = compared("macro-f1", TRUTH, TRUTH, halves=(pairs, pairs[:, ::-1]))
    (plain,) = compared("macro-f1", TRUTH, TRUTH).rows
    assert same.rows[0].effect == plain.effect
    assert other.rows[0].effect.high > plain.effect.high + 0.5
