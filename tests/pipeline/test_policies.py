"""The policies of papers: their operations, and how often each is chosen."""

from __future__ import annotations

from collections import Counter

import pytest
from oracles import noise, rendered
from scipy import stats

from augcli.pipeline.groups import Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, autoaugment, policy
from augcli.pipeline.steps import AppliedStep

COPIES = 1500
LUCK = 1e-4
FACTORS = {"brightness", "saturation", "contrast", "sharpness"}
GRADED = {
    *("horizontal_skew", "vertical_skew", "width_shift", "height_shift", "rotation"),
    *(*FACTORS, "posterize", "solarize"),
}
PLAIN = {"autocontrast", "equalize"}


def _drawn(stage: Stage, copies: int = COPIES) -> list[list[AppliedStep]]:
    return Pipeline((stage,)).draw(0, "hat/a.jpg", copies)


def test_randaugment_runs_two_of_fourteen() -> None:
    recipes = _drawn(policy("randaugment"))
    counts = Counter(fired["transform"] for recipe in recipes for fired in recipe)
    assert set(counts) == GRADED | PLAIN
    # Nothing fires for the fourteenth, identity.
    identity = 2 * COPIES - sum(counts.values())
    assert stats.chisquare([*counts.values(), identity]).pvalue > LUCK


def test_randaugment_goes_both_ways() -> None:
    recipes = _drawn(policy("randaugment"))
    turns = [f["degrees"] for recipe in recipes for f in recipe if f["transform"] == "rotation"]
    right = sum(degrees > 0 for degrees in turns)
    assert stats.binomtest(right, len(turns), 0.5).pvalue > LUCK


def test_trivialaugment_runs_one_of_fourteen() -> None:
    recipes = _drawn(policy("trivialaugment"))
    assert max(map(len, recipes)) == 1
    counts = Counter(recipe[0]["transform"] if recipe else "identity" for recipe in recipes)
    assert len(counts) == 14
    assert stats.chisquare(list(counts.values())).pvalue > LUCK


@pytest.mark.parametrize("learned_on", ["imagenet", "cifar"])
def test_autoaugment_chooses_each_of_its_25_pairs_as_often(learned_on: str) -> None:
    settings = autoaugment.policy(learned_on).settings()
    assert len(settings["some_of"]) == 25
    assert all(len(pair["all_of"]) == 2 for pair in settings["some_of"])
    assert (settings["least"], settings["most"], settings["chance"]) == (1, 1, 1.0)


# Rows of table 9 (ImageNet) and table 7 (CIFAR-10): operation, chance, magnitude of 9.
@pytest.mark.parametrize(
    ("learned_on", "index", "pair"),
    [
        ("imagenet", 0, [("posterize", 0.4, 8), ("rotation", 0.6, 9)]),
        ("imagenet", 16, [("saturation", 0.8, 8), ("solarize", 0.8, 7)]),
        ("imagenet", 18, [("horizontal_skew", 0.6, 5), ("equalize", 1.0, 0)]),
        ("cifar", 1, [("rotation", 0.7, 2), ("width_shift", 0.3, 9)]),
        ("cifar", 7, [("sharpness", 0.3, 9), ("brightness", 0.7, 9)]),
        ("cifar", 24, [("height_shift", 0.7, 9), ("autocontrast", 0.9, 0)]),
    ],
)
def test_a_pair_of_autoaugment_is_that_of_the_paper(
    learned_on: str, index: int, pair: list[tuple[str, float, int]]
) -> None:
    members = autoaugment.policy(learned_on).settings()["some_of"][index]["all_of"]
    for member, (name, chance, _) in zip(members, pair, strict=True):
        steps = member.get("some_of", [member])
        assert {step["transform"] for step in steps} == {name}
        assert member["chance"] == chance


def test_augmix_blends_three_chains_of_one_to_three() -> None:
    recipes = _drawn(policy("augmix"))
    assert all(len(recipe) == 1 for recipe in recipes)
    chains = [chain for recipe in recipes for chain in recipe[0]["chains"]]
    assert len(chains) == 3 * COPIES
    counts = Counter(map(len, chains))
    assert set(counts) == {1, 2, 3}
    assert stats.chisquare(list(counts.values())).pvalue > LUCK
    names = {fired["transform"] for chain in chains for fired in chain}
    # Without the operations that are among what robustness is measured on.
    assert names == (GRADED | PLAIN) - FACTORS


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_runs_on_any_picture(name: str) -> None:
    for image in (noise(1, 1), noise(9, 7, "LA", 16), noise(30, 20, "RGBX")):
        for recipe in _drawn(policy(name), 60):
            assert rendered(image, recipe).shape[:2] == image.pixels.shape[:2]
