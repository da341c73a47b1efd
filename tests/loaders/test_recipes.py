"""Recipes: drawn by name, the same however many are drawn, and applied to pictures and masks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli.pictures import photo, save
from cli.running import expand, records
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PillowImage

import augcli

PIPELINE = augcli.Pipeline.from_flags("--rotation 90 --zoom 0.3 --hflip --brightness 0.4")
PRESETS = ("natural", "strong", "digits")
IMAGE, MASK = photo(3), np.arange(30 * 40, dtype=np.uint16).reshape(30, 40)


@given(st.sampled_from(PRESETS), st.integers(1, 30), st.integers(1, 30), st.integers(0, 5))
def test_a_recipe_does_not_depend_on_what_is_drawn_with_it(
    name: str, one: int, other: int, seed: int
) -> None:
    pipeline = augcli.Pipeline.preset(name)
    both = pipeline.draw("hat/a.jpg", (one, other), seed)
    assert both == [pipeline.draw("hat/a.jpg", 30, seed)[n - 1] for n in (one, other)]


def test_a_recipe_is_what_the_manifest_has(tmp_path: Path) -> None:
    save(tmp_path / "data" / "hat" / "a.png", IMAGE)
    expand(tmp_path / "data", tmp_path / "out", "-n", "3", "--rotation=90", "--hflip")
    recorded = [line["recipe"] for line in records(tmp_path / "out")]
    pipeline = augcli.Pipeline.from_flags("--rotation 90 --hflip")
    drawn = pipeline.draw("hat/a.png", 3)
    assert json.loads(json.dumps(drawn)) == recorded
    for recipe, copy in zip(recorded, (1, 2, 3), strict=True):
        assert np.array_equal(pipeline.apply(recipe, IMAGE), pipeline(IMAGE, "hat/a.png", copy))


def test_a_mask_moves_with_its_picture_and_keeps_its_levels() -> None:
    recipe = augcli.Recipe.of([{"transform": "horizontal_flip"}])
    image, mask = PIPELINE.apply(recipe, IMAGE, mask=MASK)
    assert np.array_equal(image, IMAGE[:, ::-1])
    assert np.array_equal(mask, MASK[:, ::-1])
    assert np.array_equal(PIPELINE.apply(recipe, mask=MASK > 9), MASK[:, ::-1] > 9)
    for turned in PIPELINE.draw("hat/a.jpg", 9):
        moved = PIPELINE.apply(turned, mask=MASK, mask_fill=7)
        assert set(moved.flat) <= {7, *MASK.flat}
        assert moved.dtype == MASK.dtype


def test_a_mask_with_a_palette_keeps_its_indices() -> None:
    mask = PillowImage.fromarray((MASK % 5).astype(np.uint8)).convert("P")
    mask.putpalette([9, 9, 9, 200, 0, 0])
    moved = PIPELINE.apply([{"transform": "vertical_flip"}], mask=mask)
    assert (moved.mode, moved.getpalette()) == ("P", mask.getpalette())
    assert np.array_equal(np.asarray(moved), np.asarray(mask)[::-1])


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (MASK[:5], "mask has 40x5 pixels and image 40x30"),
        (MASK.astype(float), "mask has dtype float64"),
        (MASK.astype(np.int64) - 5, "mask has levels from -5"),
        (MASK[0], r"mask has shape \(40,\)"),
    ],
)
def test_what_can_be_no_mask_is_a_value_error(mask: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PIPELINE.apply([], IMAGE, mask=mask)


def test_nothing_to_apply_a_recipe_to_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="an image, a mask, or both"):
        PIPELINE.apply([])  # type: ignore[call-overload]  # it is what is refused


@pytest.mark.parametrize("recipe", [[{"transform": "spin"}], [{"degrees": 3}], [3], {"a": 1}])
def test_what_can_be_no_recipe_is_a_value_error(recipe: Any) -> None:
    with pytest.raises(ValueError, match="recipe can't be applied"):
        PIPELINE.apply(recipe, IMAGE)


def test_mixing_needs_a_dataset_and_says_so() -> None:
    mixing = augcli.Pipeline.from_transforms([("mixup", 0.4)])
    with pytest.raises(ValueError, match="leave out mixup, cutmix and mosaic"):
        mixing.draw("hat/a.jpg")
