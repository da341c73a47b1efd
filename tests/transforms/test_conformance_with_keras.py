"""Pictures agree with those of keras-preprocessing, its centre corrected."""

from __future__ import annotations

import numpy as np
import pytest
from keras_preprocessing.image import affine_transformations as keras
from oracles import (
    SCIPY_MODE,
    Floats,
    Pixels,
    as_image,
    assert_close,
    by_keras,
    off_the_rim,
    put_keras_right,
    rendered,
    source_map,
    source_points,
)

from augcli.imaging.image import Image
from augcli.imaging.resampling import FillMode, Resampling
from augcli.pipeline.steps import Recipe

from .cases import ALONE, FILL, each_fill_mode

# Keras counts (row, column): its tx is down, its zx is along the height. Its angle is ours.
# A wrap that repeats every pixel is called grid-wrap by SciPy, which Keras hands the word to.
BY_KERAS: dict[str, tuple[Recipe, dict[str, float]]] = {
    "rotation": (ALONE["rotation"], {"theta": 23.7}),
    "rotation the other way": ([{"transform": "rotation", "degrees": -151.3}], {"theta": -151.3}),
    "shifts": (
        [
            {"transform": "width_shift", "pixels": 12.45},
            {"transform": "height_shift", "pixels": -7.35},
        ],
        {"tx": 7.35, "ty": -12.45},
    ),
    "zoom": (ALONE["zoom"], {"zx": 0.7731, "zy": 0.9137}),
    "together": (
        [
            *ALONE["rotation"],
            {"transform": "width_shift", "pixels": 12.45},
            *ALONE["height_shift"],
            *ALONE["zoom"],
        ],
        {"theta": 23.7, "tx": 7.35, "ty": -12.45, "zx": 0.7731, "zy": 0.9137},
    ),
}


@each_fill_mode
@pytest.mark.parametrize(("recipe", "arguments"), BY_KERAS.values(), ids=BY_KERAS)
def test_geometry_is_that_of_keras_about_the_right_centre(
    monkeypatch: pytest.MonkeyPatch,
    photo: Pixels,
    fill_mode: FillMode,
    recipe: Recipe,
    arguments: dict[str, float],
) -> None:
    put_keras_right(monkeypatch)
    expected = by_keras(photo, SCIPY_MODE[fill_mode], FILL, **arguments)
    _check_against_keras(photo, recipe, fill_mode, expected)


@each_fill_mode
def test_shear_is_that_of_keras_with_its_axes_swapped(
    monkeypatch: pytest.MonkeyPatch, photo: Pixels, fill_mode: FillMode
) -> None:
    put_keras_right(monkeypatch)
    on_its_side = photo.swapaxes(0, 1)
    expected = by_keras(on_its_side, SCIPY_MODE[fill_mode], FILL, shear=-14.2).swapaxes(0, 1)
    _check_against_keras(photo, ALONE["shear"], fill_mode, expected)


def _check_against_keras(
    photo: Pixels, recipe: Recipe, fill_mode: FillMode, expected: Pixels
) -> None:
    height, width, _ = photo.shape
    got = rendered(Image(photo, "RGB"), recipe, Resampling("bilinear", fill_mode, (FILL,)))
    points = source_points(source_map(recipe, width, height), width, height)
    rim_matters = fill_mode == "constant"
    assert_close(got, expected, where=off_the_rim(points, width, height) if rim_matters else None)


@pytest.fixture
def full_range(photo: Pixels) -> Pixels:
    """A photo that has black and white: Keras stretches and clips to the levels that it finds."""
    pixels = photo.copy()
    pixels[0, 0], pixels[0, 1] = 0, 255
    return pixels


FACTORS = [0, 0.2, 0.35, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 1.73, 2, 3.3]


@pytest.mark.parametrize("factor", FACTORS)
def test_brightness_is_that_of_keras_but_for_the_fractions_that_keras_cuts_off(
    full_range: Pixels, factor: float
) -> None:
    got = rendered(Image(full_range, "RGB"), [{"transform": "brightness", "factor": factor}])
    apart = got - keras.apply_brightness_shift(full_range, factor)
    assert set(np.unique(apart)) <= {0, 1}
    assert apart.mean() < 0.52  # half a level, and the chance of the photo's levels


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("depth", [8, 16])
def test_brightness_is_the_product_rounded_to_nearest(
    photo: Pixels, factor: float, depth: int
) -> None:
    image = as_image(photo, "RGB", depth)
    got = rendered(image, [{"transform": "brightness", "factor": factor}])
    exact: Floats = np.minimum(image.pixels * np.float64(factor), 2**depth - 1)
    apart = np.abs(got - exact)  # in the levels that this depth has
    assert apart.max() <= 0.5 + 1e-9
    assert apart.mean() < 0.26


@pytest.mark.parametrize("offset", [-255, -40, -3, 0, 1, 20, 255])
def test_channel_shift_is_that_of_keras(full_range: Pixels, offset: int) -> None:
    got = rendered(Image(full_range, "RGB"), [{"transform": "channel_shift", "offset": offset}])
    expected = keras.apply_channel_shift(full_range.astype(np.float32), offset, channel_axis=2)
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("factor", FACTORS)
def test_contrast_spreads_levels_about_mid_gray(sample: Pixels, factor: float) -> None:
    fired = {"transform": "contrast", "factor": factor, "pivot": "middle"}
    got = rendered(Image(sample, "RGB"), [fired])
    exact = np.clip(127.5 + (sample - 127.5) * factor, 0, 255)
    assert np.abs(got - exact).max() <= 0.5 + 1e-9
