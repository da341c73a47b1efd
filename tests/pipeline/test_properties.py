"""What holds for every picture, found by trying many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from oracles import Pixels, noise, rendered
from strategies import depths, hows, images, levels, modes, sides

from augcli.imaging.image import Image, Mode
from augcli.imaging.resampling import Resampling
from augcli.pipeline.steps import Recipe


def _turn(degrees: float) -> Recipe:
    return [{"transform": "rotation", "degrees": degrees}]


@pytest.mark.parametrize(
    "recipe",
    [
        _turn(360.0),
        _turn(-360.0),
        [{"transform": "zoom", "x": 1.0, "y": 1.0}],
        [{"transform": "brightness", "factor": 1.0}],
        [{"transform": "contrast", "factor": 1.0}],
        _turn(90.0) + _turn(-90.0),
        _turn(180.0) * 2,
        [{"transform": "width_shift", "pixels": 7.0}, {"transform": "width_shift", "pixels": -7.0}],
        [],
    ],
    ids=str,
)
@given(image=images, how=hows)
def test_what_comes_to_nothing_changes_nothing(
    recipe: Recipe, image: Image, how: Resampling
) -> None:
    np.testing.assert_array_equal(rendered(image, recipe, how), image.pixels)


@given(side=sides, mode=modes, depth=depths, how=hows, anticlockwise=st.booleans())
def test_four_quarter_turns_of_a_square_come_back(
    side: int, mode: Mode, depth: int, how: Resampling, anticlockwise: bool
) -> None:
    source = noise(side, side, mode, depth)
    pixels = source.pixels
    for quarters in range(1, 5):
        pixels = rendered(Image(pixels, mode), _turn(-90.0 if anticlockwise else 90.0), how)
        # numpy turns anticlockwise, as seen by a person looking at the picture
        clockwise = -quarters if anticlockwise else quarters
        np.testing.assert_array_equal(pixels, np.rot90(source.pixels, -clockwise))
    np.testing.assert_array_equal(pixels, source.pixels)


@given(image=images, how=hows)
def test_half_a_turn_is_both_flips(image: Image, how: Resampling) -> None:
    np.testing.assert_array_equal(rendered(image, _turn(180.0), how), image.pixels[::-1, ::-1])


@given(degrees=st.floats(-360, 360))
@example(degrees=-1e-20)
@example(degrees=-3.6e-15)
@example(degrees=1e-20)
def test_every_angle_turns_a_picture(degrees: float) -> None:
    image = noise(5, 4)
    got = rendered(image, _turn(degrees))
    assert got.shape == image.pixels.shape
    if abs(degrees) < 1e-9:
        np.testing.assert_array_equal(got, image.pixels)


@given(image=images, how=hows, x=st.integers(-45, 45), y=st.integers(-45, 45), fill=levels)
def test_a_shift_by_whole_pixels_is_an_array_shift(
    image: Image, how: Resampling, x: int, y: int, fill: int
) -> None:
    recipe: Recipe = [
        {"transform": "width_shift", "pixels": float(x)},
        {"transform": "height_shift", "pixels": float(y)},
    ]
    got = rendered(image, recipe, Resampling(how.interpolation, "constant", (float(fill),)))
    np.testing.assert_array_equal(got, _moved(image, x, y, fill))


def _moved(image: Image, x: int, y: int, fill: int) -> Pixels:
    """Move right by x and down by y, one row and one column after the other."""
    moved = np.full_like(image.pixels, fill * (257 if image.depth == 16 else 1))
    height, width = moved.shape[:2]
    for row in range(max(y, 0), min(height + y, height)):
        for column in range(max(x, 0), min(width + x, width)):
            moved[row, column] = image.pixels[row - y, column - x]
    return moved


@given(image=images, how=hows, numerator=st.integers(-8, 8))
def test_a_shift_by_a_fraction_is_of_its_own_side(
    image: Image, how: Resampling, numerator: int
) -> None:
    fraction = numerator / 8  # exact in binary, as is its product with a side
    for name, side in zip(("width_shift", "height_shift"), image.frame, strict=True):
        by_fraction = rendered(image, [{"transform": name, "fraction": fraction}], how)
        by_pixels = rendered(image, [{"transform": name, "pixels": fraction * side}], how)
        np.testing.assert_array_equal(by_fraction, by_pixels)


@pytest.mark.parametrize(("flip", "axis"), [("horizontal_flip", 1), ("vertical_flip", 0)])
@given(image=images, how=hows)
def test_a_flip_mirrors_and_two_come_back(
    flip: str, axis: int, image: Image, how: Resampling
) -> None:
    once = rendered(image, [{"transform": flip}], how)
    np.testing.assert_array_equal(once, np.flip(image.pixels, axis))
    twice = rendered(Image(once, image.mode), [{"transform": flip}], how)
    np.testing.assert_array_equal(twice, image.pixels)


@given(image=images, factor=st.floats(0, 100))
def test_brightness_keeps_the_order_of_levels(image: Image, factor: float) -> None:
    got = rendered(image, [{"transform": "brightness", "factor": factor}])
    colours = slice(0, -1 if image.has_alpha else None)
    before, after = image.pixels[..., colours].ravel(), got[..., colours].ravel()
    assert (np.diff(after[np.argsort(before)].astype(int)) >= 0).all()
    assert (after <= before).all() if factor <= 1 else (after >= before).all()


@given(image=images, factor=st.floats(0, 4), offset=st.floats(-99, 99), spread=st.floats(0, 4))
def test_what_a_tone_makes_of_a_level_is_the_same_anywhere(
    image: Image, factor: float, offset: float, spread: float
) -> None:
    recipe: Recipe = [
        {"transform": "brightness", "factor": factor},
        {"transform": "channel_shift", "offset": offset},
        {"transform": "contrast", "factor": spread, "pivot": "middle"},
    ]
    side = 2 ** (image.depth // 2)
    every_level = np.arange(side * side, dtype=image.pixels.dtype).reshape(side, side, 1)
    becomes = rendered(Image(every_level, "L"), recipe).ravel()
    colours = slice(0, -1 if image.has_alpha else None)
    expected = becomes[image.pixels][..., colours]
    np.testing.assert_array_equal(rendered(image, recipe)[..., colours], expected)
