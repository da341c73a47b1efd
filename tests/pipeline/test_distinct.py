"""Copies of one source are different pictures, as long as the pipeline has others to give."""

from __future__ import annotations

from itertools import permutations

import pytest
from drawing import step

from augcli.pipeline.distinct import draw_distinct, repeats
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.steps import Recipe, Step

FLIP, TURN = step("horizontal_flip", chance=0.5), step("rot90", "0,3")
NAMES = [f"hat/{number}.jpg" for number in range(50)]


def _drawn(*steps: Step, copies: int, attempt: int = 0) -> list[list[Recipe]]:
    return [Pipeline(steps).draw_distinct(7, name, copies, attempt) for name in NAMES]


def _turns(recipes: list[Recipe]) -> tuple[int, ...]:
    return tuple(fired["turns"] for recipe in recipes for fired in recipe)


def test_no_copy_is_the_untouched_picture_if_there_are_others() -> None:
    assert all(recipe for (recipe,) in _drawn(FLIP, copies=1))


def test_the_untouched_picture_is_taken_once_when_there_is_nothing_else() -> None:
    for recipes in _drawn(FLIP, copies=8):
        assert [len(recipe) for recipe in recipes[:2]] == [1, 0]
        assert repeats(recipes) == 6


def test_three_quarter_turns_are_all_there_before_one_is_repeated() -> None:
    found = {_turns(recipes) for recipes in _drawn(TURN, copies=3)}
    assert found == set(permutations((1, 2, 3)))
    assert {_turns(recipes)[3] for recipes in _drawn(TURN, copies=4)} == {0}


def test_a_neutral_step_does_not_make_a_copy_distinct() -> None:
    still = step("brightness", "1,1")
    assert all(repeats(recipes) == 6 for recipes in _drawn(FLIP, still, copies=8))


@pytest.mark.parametrize("steps", [(FLIP,), (TURN,), (TURN, FLIP)])
def test_fewer_copies_are_the_beginning_of_more(steps: tuple[Step, ...]) -> None:
    many = _drawn(*steps, copies=9)
    for copies in range(1, 9):
        assert _drawn(*steps, copies=copies) == [recipes[:copies] for recipes in many]


def test_copies_that_never_meet_are_drawn_as_without_a_search() -> None:
    turned = step("rotation", "30")
    for name, recipes in zip(NAMES, _drawn(turned, FLIP, copies=5), strict=True):
        assert recipes == Pipeline((turned, FLIP)).draw(7, name, 5)


def test_a_rejected_copy_gets_another_recipe_that_no_earlier_copy_has() -> None:
    later = zip(_drawn(TURN, copies=2), _drawn(TURN, copies=2, attempt=1), strict=True)
    for first, second in later:
        assert second[1] not in (first[0], first[1])


def test_the_search_for_another_picture_ends() -> None:
    asked: list[int] = []

    untouched: list[Recipe] = [[]] * 1000

    def draw(number: int) -> list[Recipe]:
        asked.append(number)
        return untouched

    assert draw_distinct(draw) == untouched
    assert len(asked) < 100


@pytest.mark.parametrize("name", [*POLICIES, "steps"])
def test_a_late_copy_is_drawn_as_among_all_others(name: str) -> None:
    stages = (policy(name),) if name in POLICIES else (step("rotation", "30"), FLIP, TURN)
    for pipeline in (Pipeline(stages), Pipeline((*stages, step("zoom", "0.2")))):
        drawn = pipeline.draw_distinct(7, NAMES[0], 30)
        assert pipeline.draw_some(7, NAMES[0], [30]) == {30: drawn[29]}
        assert pipeline.draw_some(7, NAMES[0], [9, 4]) == {9: drawn[8], 4: drawn[3]}
