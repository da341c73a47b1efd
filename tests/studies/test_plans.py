"""What a study compares, and in which folds photos are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import augcli
from augcli.errors import UsageProblem
from augcli.pipeline.pipeline import Pipeline
from augcli.studies.arms import plan_of
from augcli.studies.cost import check_minutes
from augcli.studies.splits import splits_of
from augcli.studies.strengths import plan_of_strengths


def _pipeline(transforms: list[Any]) -> Pipeline:
    return augcli.Pipeline.from_transforms(transforms).maker.pipeline


def rows(flags: str) -> list[tuple[str, str]]:
    plan = plan_of(augcli.Pipeline.from_flags(flags).maker.pipeline)
    return [(row.block, row.step) for row in plan.rows]


def test_blocks_come_with_the_number_of_steps() -> None:
    assert rows("--rotation 9") == [("alone", "rotation")]
    two = rows("--rotation 9 --hflip")
    assert [block for block, _ in two] == ["alone", "alone", "together"]
    three = rows("--rotation 9 --hflip --brightness 0.2")
    assert [block for block, _ in three] == ["alone"] * 3 + ["together"] + ["added"] * 3


def test_a_policy_is_one_row_and_an_added_row_is_all_against_the_others() -> None:
    titles = {step for _, step in rows("--policy randaugment --hflip")}
    assert titles == {"randaugment", "horizontal-flip", "all together"}
    plan = plan_of(augcli.Pipeline.from_flags("--rotation 9 --hflip --zoom 0.2").maker.pipeline)
    for row in plan.rows:
        if row.block == "added":
            everything, others = plan.arms[row.arm].stages, plan.arms[row.base].stages
            (left,) = (one for one in everything if one not in others)
            assert left.key.replace("_", "-") == row.step


def test_a_group_is_named_after_its_members() -> None:
    members = ["hue", "gamma", "emboss"]
    (row,) = plan_of(_pipeline([("one_of", members)])).rows
    assert row.step == "one of hue, gamma +1"
    with pytest.raises(UsageProblem, match=r"one of hue, gamma \+1 has chance 0"):
        plan_of(_pipeline([{"one-of": members, "chance": 0}]))


def test_strengths_of_a_step_are_rows() -> None:
    plan = plan_of_strengths("rotation=5,15,40")
    assert [row.step for row in plan.rows] == ["rotation 5", "rotation 15", "rotation 40"]
    for wrong in ("rotation=5", "rotation", "hflip=1,2", "rotaton=1,2", "zoom=1,x"):
        with pytest.raises(UsageProblem):
            plan_of_strengths(wrong)


def test_strengths_are_in_order_and_ranges_have_a_colon() -> None:
    rows = plan_of_strengths("rotation=90,-10:30,5").rows
    assert [(row.step, row.strength) for row in rows] == [
        ("rotation 5", 5),
        ("rotation -10:30", 30),
        ("rotation 90", 90),
    ]
    with pytest.raises(UsageProblem, match="two are the same"):
        plan_of_strengths("rotation=5,-5:5")


def test_the_way_out_of_a_wrong_strength_can_be_typed() -> None:
    with pytest.raises(UsageProblem) as error:
        plan_of_strengths("zoom=0.5,1.5")
    typed = error.value.hint.rpartition(" ")[2]
    assert len(plan_of_strengths(typed).rows) == 2


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=8, max_size=80),
    st.integers(2, 5),
)
def test_groups_stay_in_one_fold_and_classes_are_spread(
    drawn: list[tuple[int, int]], folds: int
) -> None:
    of_group = dict(drawn)
    units = [(f"group{group}", of_group[group]) for group, _ in drawn]
    splits = splits_of(units, folds, 3, 7)
    assert splits.shape == (3, len(units))
    for split in splits:
        for group in {group for group, _ in units}:
            own = [fold for fold, (one, _) in zip(split, units, strict=True) if one == group]
            assert len(set(own)) == 1
        for label in set(of_group.values()):
            groups = {
                group: fold
                for (group, number), fold in zip(units, split, strict=True)
                if number == label
            }
            counts = np.bincount(list(groups.values()), minlength=folds)
            assert counts.max() - counts.min() <= 1
    assert np.array_equal(splits[:, ::-1], splits_of(units[::-1], folds, 3, 7))


def test_a_study_that_takes_too_long_says_how_many_photos_fit() -> None:
    def seconds(photos: int) -> float:
        return photos**2 / 100

    check_minutes(60, 1, seconds)
    with pytest.raises(UsageProblem, match=r"about 16\.6 minutes") as told:
        check_minutes(316, 1, seconds)
    assert told.value.hint == "give --photos 77, or fewer steps"
