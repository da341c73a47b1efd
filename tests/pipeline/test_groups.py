"""Groups of steps: who is chosen, how often, and that the numbers keep their names."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from oracles import noise, rendered
from scipy import stats

from augcli.catalogue.registry import catalogue
from augcli.pipeline.groups import AllOf, Blend, SomeOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Recipe, Step

NAMES = ("gamma", "contrast", "invert", "saturation")
STEPS: tuple[Stage, ...] = tuple(Step(catalogue()[name]) for name in NAMES)
COPIES = 4000
LUCK = 1e-4


def _drawn(stage: Stage, copies: int = COPIES) -> list[Recipe]:
    return Pipeline((stage,)).draw(0, "hat/a.jpg", copies)


def _names(recipe: Recipe) -> tuple[str, ...]:
    return tuple(fired["transform"] for fired in recipe)


def test_one_of_a_group_fires_and_all_are_equally_likely() -> None:
    counts = Counter(_names(recipe) for recipe in _drawn(SomeOf(STEPS)))
    assert set(counts) == {(name,) for name in NAMES}
    assert stats.chisquare(list(counts.values())).pvalue > LUCK


@pytest.mark.parametrize(("least", "most"), [(0, 4), (1, 3), (2, 2), (4, 4), (0, 0)])
def test_some_of_a_group_fire_in_the_order_in_which_they_stand(least: int, most: int) -> None:
    recipes = [_names(recipe) for recipe in _drawn(SomeOf(STEPS, least, most))]
    counts = Counter(map(len, recipes))
    assert set(counts) == set(range(least, most + 1))
    assert len(counts) == 1 or stats.chisquare(list(counts.values())).pvalue > LUCK
    assert all(tuple(sorted(names, key=NAMES.index)) == names for names in recipes)
    assert all(len(set(names)) == len(names) for names in recipes)


def test_with_replacement_the_same_may_fire_twice_in_any_order_with_other_numbers() -> None:
    recipes = _drawn(SomeOf(STEPS, 2, 2, replace=True))
    counts = Counter(map(_names, recipes))
    assert len(counts) == len(NAMES) ** 2
    assert stats.chisquare(list(counts.values())).pvalue > LUCK
    twice = [recipe for recipe in recipes if _names(recipe) == ("gamma", "gamma")]
    assert all(first["exponent"] != second["exponent"] for first, second in twice)


@pytest.mark.parametrize("group", [AllOf(STEPS, 0.3), SomeOf(STEPS, 1, 2, 0.3)])
def test_a_group_fires_as_one_with_its_chance(group: Stage) -> None:
    fired = sum(bool(recipe) for recipe in _drawn(group))
    assert stats.binomtest(fired, COPIES, 0.3).pvalue > LUCK


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 0), (1.0, COPIES)])
def test_a_chance_of_nought_is_never_and_of_one_is_always(chance: float, expected: int) -> None:
    assert sum(bool(recipe) for recipe in _drawn(SomeOf(STEPS, chance=chance))) == expected


@pytest.mark.parametrize(
    "stage",
    [AllOf(STEPS, 0.5), SomeOf(STEPS, 0, 3), SomeOf(STEPS, 1, 3, replace=True), Blend(STEPS[:2])],
    ids=lambda stage: stage.key,
)
def test_fewer_copies_are_the_first_of_more(stage: Stage) -> None:
    assert _drawn(stage, 7) == _drawn(stage, 20)[:7]


def test_the_numbers_of_a_member_do_not_depend_on_the_others_choices() -> None:
    few, many = SomeOf(STEPS[:2], 2, 2), SomeOf(STEPS[:2], 0, 2)
    whole = [dict(zip(_names(recipe), recipe, strict=True)) for recipe in _drawn(few, 50)]
    for recipe, full in zip(_drawn(many, 50), whole, strict=True):
        assert all(full[fired["transform"]] == fired for fired in recipe)


def test_two_equal_groups_draw_each_for_itself() -> None:
    first, second = SomeOf(STEPS), SomeOf(STEPS)
    recipes = Pipeline((first, second)).draw(0, "hat/a.jpg", 200)
    assert any(recipe[0]["transform"] != recipe[1]["transform"] for recipe in recipes)


def test_a_group_before_a_step_leaves_the_steps_numbers_alone() -> None:
    step = Step(catalogue()["rotation"])
    alone = _drawn(step, 20)
    beside = Pipeline((SomeOf(STEPS), step)).draw(0, "hat/a.jpg", 20)
    assert [recipe[-1:] for recipe in beside] == alone


def test_blending_draws_a_share_of_beta_and_weights_of_dirichlet() -> None:
    recipes = _drawn(Blend(STEPS[:3]))
    weights = np.array([recipe[0]["weights"] for recipe in recipes])
    shares = weights.sum(axis=1)
    assert stats.kstest(shares, stats.uniform().cdf).pvalue > LUCK  # Beta(1, 1)
    first = weights[:, 0] / shares
    assert stats.kstest(first, stats.beta(1, 2).cdf).pvalue > LUCK  # a margin of Dirichlet(1, 1, 1)


def test_a_blend_is_the_weighted_sum_of_the_picture_and_its_chains() -> None:
    image = noise(12, 9)
    invert, gamma = {"transform": "invert"}, {"transform": "gamma", "exponent": 2.0}
    blend = {"transform": "blend", "weights": [0.5, 0.25], "chains": [[invert], [gamma, invert]]}
    expected = (
        0.25 * image.pixels
        + 0.5 * rendered(image, [invert]).astype(float)
        + 0.25 * rendered(image, [gamma, invert])
    )
    assert np.abs(rendered(image, [blend]) - expected).max() <= 0.51


def test_weights_that_are_drawn_at_the_very_end_are_finite() -> None:
    assert math.isfinite(-math.log(1 - (2**53 - 1) / 2**53))
