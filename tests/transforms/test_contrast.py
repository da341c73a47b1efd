"""Contrast turns about the mean of what can be seen, as in Pillow and torchvision."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from oracles import Floats, Pixels, as_image, by_pillow, levels_apart, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageEnhance

from augcli.imaging.image import Image, Mode

FACTORS = [0.0, 0.3, 0.75, 1.0, 1.25, 1.5, 1.9, 3.0]
each_factor = pytest.mark.parametrize("factor", FACTORS)


def _enhanced(picture: PillowImage.Image, factor: float) -> PillowImage.Image:
    return ImageEnhance.Contrast(picture).enhance(factor)


def _of_torchvision(image: Pixels, factor: float) -> Floats:
    """Return ``adjust_contrast`` of torchvision: the mean of the gray picture is not rounded."""
    gray = image @ np.array([0.2989, 0.587, 0.114]) if image.shape[2] == 3 else image
    exact: Floats = np.clip(factor * image + (1 - factor) * gray.mean(), 0, 255)
    return exact


@each_factor
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBX"])
@pytest.mark.parametrize("darker", [1, 4])
def test_contrast_is_that_of_pillow_within_a_level(mode: Mode, factor: float, darker: int) -> None:
    image = noise(61, 40, mode)
    image = image.with_pixels(image.pixels // np.uint8(darker))
    got = rendered(image, [{"transform": "contrast", "factor": factor}])
    assert levels_apart(got, by_pillow(image, _enhanced, factor)).max() <= 1


@each_factor
def test_contrast_is_that_of_torchvision_within_a_level(photo: Pixels, factor: float) -> None:
    got = rendered(Image(photo, "RGB"), [{"transform": "contrast", "factor": factor}])
    rounded_mean = 0.5 * abs(1 - factor)
    assert np.abs(got - _of_torchvision(photo, factor)).max() <= 0.5 + rounded_mean


@pytest.mark.parametrize("mode", get_args(Mode))
def test_in_16_bits_the_mean_is_that_of_the_16_bits(photo: Pixels, mode: Mode) -> None:
    image = as_image(photo[:50, :60], mode, 16)
    if image.has_alpha:
        image.pixels[..., -1] = 65535
    got = rendered(image, [{"transform": "contrast", "factor": 1.4}])
    colours = slice(0, 1 if image.is_gray else 3)
    levels = image.pixels[..., colours].astype(float)
    weights = [1.0] if image.is_gray else [0.299, 0.587, 0.114]
    mean = (levels @ np.array(weights)).mean()
    exact = np.clip(mean + 1.4 * (levels - mean), 0, 65535)
    assert np.abs(got[..., colours] - exact).max() <= 1


@pytest.mark.parametrize("size", [(40, 30), (300, 200)])
def test_pixels_that_cannot_be_seen_do_not_move_the_mean(size: tuple[int, int]) -> None:
    shown = noise(*size).pixels // np.uint8(2)
    alone = rendered(Image(shown, "RGB"), [{"transform": "contrast", "factor": 1.5}])
    hidden = np.full_like(shown, 255)
    colours = np.concatenate([shown, hidden])
    alpha = np.repeat(np.array([255, 0], np.uint8), size[1])[:, None, None]
    both = np.dstack([colours, np.broadcast_to(alpha, (2 * size[1], size[0], 1))])
    got = rendered(Image(both, "RGBA"), [{"transform": "contrast", "factor": 1.5}])
    np.testing.assert_array_equal(got[: size[1], :, :3], alone)


# Small pictures go by a table, large ones by a line.
@pytest.mark.parametrize("size", [(40, 30), (300, 200)])
@pytest.mark.parametrize(
    "before",
    [
        {"transform": "brightness", "factor": 1.71},
        {"transform": "brightness", "factor": 0.43},
        {"transform": "channel_shift", "offset": -90.5},
        {"transform": "levels", "black": 31.0, "white": -40.0},
        {"transform": "invert"},
        {"transform": "gamma", "exponent": 2.2},
        {"transform": "temperature", "warmth": 0.7},
        {"transform": "equalize"},
    ],
)
def test_the_mean_is_that_of_what_the_step_gets(
    size: tuple[int, int], before: dict[str, object]
) -> None:
    image = noise(*size)
    first = rendered(image, [before])
    fired = {"transform": "contrast", "factor": 1.3}
    apart = rendered(image, [before, fired]).astype(int) - rendered(Image(first, "RGB"), [fired])
    assert np.abs(apart).max() <= 1  # levels are rounded once, not twice


def test_12_bits_in_16_are_not_turned_black(photo: Pixels) -> None:
    levels = 173 + photo[..., :1].astype(np.uint16) * np.uint16((5446 - 173) // 255)
    got = rendered(Image(levels, "L"), [{"transform": "contrast", "factor": 1.2}])
    assert (got == 0).mean() < 0.05
    middle = rendered(
        Image(levels, "L"), [{"transform": "contrast", "factor": 1.2, "pivot": "middle"}]
    )
    assert (middle == 0).mean() > 0.5


def test_a_picture_that_is_transparent_throughout_stays_so() -> None:
    pixels = noise(20, 20, "RGBA").pixels.copy()
    pixels[..., 3] = 0
    assert not rendered(Image(pixels, "RGBA"), [{"transform": "contrast", "factor": 2.0}])[
        ..., 3
    ].any()
