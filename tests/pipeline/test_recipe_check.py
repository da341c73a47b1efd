"""Check that recipes that were drawn pass, and those that were tampered with don't."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from augcli.catalogue.registry import catalogue
from augcli.pipeline.partners import partner_fields
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.recipe_check import check_recipe
from augcli.pipeline.steps import Recipe, Step


def _as_read(recipe: Recipe) -> Recipe:
    """Return a recipe as a manifest has it: with names of partners, and as JSON keeps it."""
    for step in recipe:
        for field in partner_fields(step):
            step[field] = ["hat/a.png" for _ in step[field]]
    read: Recipe = json.loads(json.dumps(recipe))
    return read


@pytest.mark.parametrize("name", catalogue())
def test_what_a_transform_draws_passes(name: str) -> None:
    transform = catalogue()[name]
    for switches in (frozenset[str](), frozenset(transform.switches)):
        for recipe in Pipeline((Step(transform, switches=switches),)).draw(1, "x", 20):
            check_recipe(_as_read(recipe))


@pytest.mark.parametrize("name", POLICIES)
def test_what_a_policy_draws_passes(name: str) -> None:
    for recipe in Pipeline((policy(name),)).draw(1, "x", 200):
        check_recipe(_as_read(recipe))


GOOD: dict[str, Any] = {"transform": "rotation", "degrees": 5.0}
TAMPERED: dict[str, Any] = {
    "no list": {"transform": "rotation"},
    "a step that is no object": [5],
    "no transform": [{"degrees": 5}],
    "an unknown transform": [{**GOOD, "transform": "teleport"}],
    "a transform that is a list": [{**GOOD, "transform": []}],
    "an unknown field": [{**GOOD, "radians": 1}],
    "a text for a number": [{**GOOD, "degrees": "5"}],
    "a switch for a number": [{**GOOD, "degrees": True}],
    "no number": [{**GOOD, "degrees": math.nan}],
    "infinity": [{**GOOD, "degrees": math.inf}],
    "a number out of range": [{**GOOD, "degrees": 10**400}],
    "too few positions": [{"transform": "cutmix", "partners": []}],
    "a blend of nothing": [{"transform": "blend"}],
    "a blend with too many weights": [{"transform": "blend", "chains": [], "weights": [1]}],
    "a blend of something unknown": [{"transform": "blend", "chains": [[{}]], "weights": [1]}],
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_named(what: str) -> None:
    check_recipe([GOOD])
    with pytest.raises(ValueError, match=r"\w"):
        check_recipe(TAMPERED[what])
