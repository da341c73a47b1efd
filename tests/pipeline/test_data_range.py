"""On the range of its data, a 16-bit picture of 12 bits looks as its 8-bit picture would."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from oracles import Floats, Pixels, noise, rendered

from augcli.catalogue import Transform, catalogue
from augcli.imaging.depth_range import data_top, from_full_scale, to_full_scale
from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.data_range import render_on_range
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import AppliedStep, Step

TOP = 4095
SPREADING = ("autocontrast", "equalize", "clahe")  # up to white, and alike whatever that is


def _of_12_bits() -> Pixels:
    levels = noise(40, 30, "L", 16).pixels % np.uint16(TOP + 1)
    levels[0, 0] = TOP
    return levels


def _rendered(image: Image, *recipe: AppliedStep, **how: object) -> Pixels:
    made = render_on_range("data", Canvas(image), list(recipe), Resampling(**how))  # type: ignore[arg-type]  # settings of a table of cases
    return made.pixels


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 255), (200, 255), (256, 511), (4095, 4095), (4096, 8191), (5446, 8191), (65535, 65535)],
)
def test_the_range_is_that_of_the_fewest_bits(highest: int, top: int) -> None:
    assert data_top([Image(np.array([[[highest]]], np.uint16), "L")]) == top


def test_hidden_colours_and_8_bits_do_not_count() -> None:
    pixels = np.array([[[60000, 0], [900, 1]]], np.uint16)
    assert data_top([Image(pixels, "LA"), noise(5, 5)]) == 1023
    assert data_top([noise(5, 5)]) == 65535


@pytest.mark.parametrize("top", [255, 511, 4095, 8191, 32767])
def test_spreading_levels_and_taking_them_back_loses_nothing(top: int) -> None:
    image = Image(np.arange(top + 1, dtype=np.uint16).reshape(1, -1, 1), "L")
    spread = to_full_scale(image, top)
    assert spread.pixels.max() == 65535
    np.testing.assert_array_equal(from_full_scale(spread, top).pixels, image.pixels)


@pytest.mark.parametrize(
    ("fired", "expected"),
    [
        ({"transform": "invert"}, lambda x: 1 - x),
        ({"transform": "gamma", "exponent": 0.5}, lambda x: x**0.5),
        ({"transform": "channel_shift", "offset": 51.0}, lambda x: x + 0.2),
        (
            {"transform": "levels", "black": 25.5, "white": -51.0},
            lambda x: (x - 0.1) / (1 - 0.2 - 0.1),
        ),
        (
            {"transform": "solarize", "threshold": 128.0},
            lambda x: np.where(x < 128 / 255, x, 1 - x),
        ),
        ({"transform": "brightness", "factor": 1.5}, lambda x: 1.5 * x),
    ],
)
def test_tones_take_the_range_of_the_data_for_full_scale(
    fired: AppliedStep, expected: Callable[[Floats], Floats]
) -> None:
    levels = _of_12_bits()
    exact = np.clip(expected(levels / TOP), 0, 1) * TOP
    assert np.abs(_rendered(Image(levels, "L"), fired) - exact).max() <= 0.6


def test_salt_noise_and_fill_are_of_the_range_of_the_data() -> None:
    image = Image(_of_12_bits(), "L")
    salt = {"transform": "salt_and_pepper", "share": 0.3, "salt": 1.0, "seed": 7}
    assert _rendered(image, salt).max() == TOP
    away = {"transform": "width_shift", "pixels": 40.0}
    filled = _rendered(image, away, fill_mode="constant", fill_value=(255.0,))
    assert (filled == TOP).all()
    flat = Image(np.full((60, 60, 1), TOP // 2, np.uint16), "L")
    flat.pixels[0, 0] = TOP
    noisy = _rendered(flat, {"transform": "gaussian_noise", "deviation": 10.0, "seed": 3})
    assert np.std(noisy.astype(float)) == pytest.approx(10 * TOP / 255, rel=0.1)


def test_data_of_all_16_bits_are_rendered_as_on_full_scale() -> None:
    image = noise(30, 20, "RGBA", 16)
    image.pixels[0, 0] = 65535
    recipe = [{"transform": "rotation", "degrees": 20.0}, {"transform": "gamma", "exponent": 2.0}]
    np.testing.assert_array_equal(_rendered(image, *recipe), rendered(image, recipe))


def test_a_picture_and_its_partner_share_the_range_that_holds_both() -> None:
    dark = Image(np.full((20, 20, 1), 1000, np.uint16), "L")
    light = Image(np.full((20, 20, 1), 8000, np.uint16), "L")
    fired: AppliedStep = {"transform": "mixup", "share": 0.5, "partner": ["light"]}
    made = render_on_range("data", Canvas(dark), [fired], Resampling(), lambda _: light)
    assert np.abs(made.pixels.astype(int) - 4500).max() <= 1


@pytest.mark.parametrize(
    "transform",
    [
        found
        for found in catalogue().values()
        if found.group in ("tone", "colour") and not found.full_scale
        if found.name not in SPREADING
    ],
    ids=lambda found: found.name,
)
def test_what_does_not_depend_on_full_scale_is_the_same_on_both(transform: Transform) -> None:
    pixels = noise(40, 30, "RGB", 16).pixels % np.uint16(TOP // 2)
    pixels[0, 0] = TOP // 2  # no level gets beyond the data
    recipe = Pipeline((Step(transform),)).draw(0, "a.png", 1)[0]
    on_data, on_all = (
        _rendered(Image(pixels, "RGB"), *recipe),
        rendered(Image(pixels, "RGB"), recipe),
    )
    assert np.abs(on_data.astype(int) - on_all.clip(0, TOP // 2)).max() <= 2
