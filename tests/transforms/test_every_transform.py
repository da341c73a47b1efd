"""The promises of every transform of the catalogue on pixels."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest
from oracles import noise, rendered

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.ranges import Interval
from augcli.imaging.image import Image, Mode
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import AppliedStep, Recipe, Step

from .extremes import IMAGES, drawn, each_transform, extremes, is_moving

EVERY_HOW = [
    Resampling(interpolation, fill_mode, (90.0,))
    for interpolation, fill_mode in itertools.product(INTERPOLATIONS, FILL_MODES)
]


def _hows(transform: Transform) -> list[Resampling]:
    how = [Resampling(fill_mode=fill_mode, fill_value=(90.0,)) for fill_mode in FILL_MODES]
    return how if is_moving(transform) else how[:1]


def _neutral(transform: Transform) -> Interval | None:
    first = next(iter(transform.knobs.values()), None)
    return first.neutral_interval if first else None


@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if _neutral(found)],
    ids=lambda found: found.name,
)
def test_a_neutral_first_knob_changes_nothing(transform: Transform) -> None:
    neutral = _neutral(transform)
    assert neutral
    # A twin is drawn from the same range; other knobs have their defaults.
    recipe = drawn(transform, {next(iter(transform.knobs)): neutral})
    for image, how in itertools.product(IMAGES, EVERY_HOW[:: 1 if is_moving(transform) else 16]):
        got = rendered(image, recipe, how)
        assert _same_colours(got, image), (image.frame, image.mode, how)


TWINS: list[AppliedStep] = [
    {"transform": "levels", "black": 0.0, "white": 40.0},
    {"transform": "white_balance", "red": 1.0, "green": 1.0, "blue": 1.5},
    {"transform": "zoom", "x": 1.0, "y": 1.5},
]


@pytest.mark.parametrize("fired", TWINS, ids=lambda fired: fired["transform"])
def test_a_twin_acts_beside_a_first_knob_at_its_neutral_value(fired: AppliedStep) -> None:
    image = noise(33, 20)
    assert rendered(image, [fired]).tobytes() != image.pixels.tobytes()


def _same_colours(got: np.ndarray[Any, Any], image: Image) -> bool:
    """Compare; the fourth channel of RGBX may be gone, as it means nothing."""
    return got.tobytes() == image.pixels[..., : got.shape[2]].tobytes()


@each_transform
def test_the_ends_of_every_range_keep_frame_mode_and_dtype(transform: Transform) -> None:
    for recipe, image, how in itertools.product(extremes(transform), IMAGES, _hows(transform)):
        got = rendered(image, recipe, how)
        height, width, channels = image.pixels.shape
        turned = {(height, width), (width, height)} if _swaps_sides(recipe) else {(height, width)}
        assert got.shape[:2] in turned, recipe
        assert got.shape[2] in ({3, 4} if image.mode == "RGBX" else {channels}), recipe
        assert got.dtype == image.pixels.dtype, recipe


def _swaps_sides(recipe: Recipe) -> bool:
    return recipe != [] and recipe[0]["transform"] in ("rot90", "transpose")


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if is_moving(found)],
    ids=lambda found: found.name,
)
def test_the_ends_of_every_range_suit_every_interpolation(
    transform: Transform, interpolation: str
) -> None:
    hows = [how for how in EVERY_HOW if how.interpolation == interpolation]
    image = noise(5, 7, "RGBA", 16)
    for recipe, how in itertools.product(extremes(transform), hows):
        assert rendered(image, recipe, how).size == image.pixels.size, (recipe, how)


@each_transform
def test_the_source_is_left_alone(transform: Transform) -> None:
    for recipe, image in itertools.product(extremes(transform), IMAGES[::4]):
        before = image.pixels.copy()
        rendered(image, recipe)
        np.testing.assert_array_equal(image.pixels, before)


@each_transform
def test_a_source_may_be_read_only(transform: Transform) -> None:
    pixels = noise(5, 4).pixels
    pixels.flags.writeable = False
    for recipe in extremes(transform):
        rendered(Image(pixels, "RGB"), recipe)


@each_transform
def test_a_recipe_survives_json_with_the_same_pixels(transform: Transform) -> None:
    for seed in range(20):
        (recipe,) = Pipeline((Step(transform),)).draw(seed, "a.jpg", 1)
        again: Recipe = json.loads(json.dumps(recipe))
        assert again == recipe
        for image in (noise(9, 7), noise(9, 7, "LA", 16)):
            assert rendered(image, again).tobytes() == rendered(image, recipe).tobytes()


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if not is_moving(found)],
    ids=lambda found: found.name,
)
def test_alpha_is_untouched_by_all_but_geometry(transform: Transform, mode: Mode) -> None:
    for depth, recipe in itertools.product((8, 16), extremes(transform)):
        image = noise(33, 20, mode, depth)
        got = rendered(image, recipe)
        np.testing.assert_array_equal(got[..., -1], image.pixels[..., -1])


@each_transform
def test_some_value_changes_a_picture(transform: Transform) -> None:
    image = noise(33, 20)
    recipes = [recipe for recipe in extremes(transform) if recipe]
    assert any(rendered(image, recipe).tobytes() != image.pixels.tobytes() for recipe in recipes), (
        recipes
    )
