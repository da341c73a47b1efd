"""Sharpening and relief agree with Pillow, SciPy and formulas."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from oracles import Floats, Pixels, as_image, noise
from PIL import Image as PillowImage
from PIL import ImageEnhance
from scipy import ndimage

from augcli.imaging.image import Image, Mode

from .filters import apart, applied, colours, each_mode, filtered, smoothed


def _clipped(values: Floats, image: Image) -> Floats:
    return np.asarray(np.clip(values, 0, image.top))


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("factor", [0.0, 0.4, 1.7, 2.0, 10.0])
def test_sharpness_is_that_of_pillow_but_for_the_fractions_that_pillow_cuts_off(
    photo: Pixels, factor: float, mode: Mode
) -> None:
    image = as_image(photo, mode, 8)
    shown = PillowImage.fromarray(image.pixels[..., 0] if mode == "L" else image.pixels)
    expected = np.asarray(ImageEnhance.Sharpness(shown).enhance(factor)).astype(int)
    got = applied(image, "sharpness", factor=factor)
    off = got - expected.reshape(got.shape)
    assert set(np.unique(off)) <= {0, 1}
    assert off.mean() < 0.55


@pytest.mark.parametrize("mode", ["RGBA", "LA", "RGB"])
@pytest.mark.parametrize("factor", [0.0, 0.4, 2.0])
def test_sharpness_of_16_bits_has_their_precision(factor: float, mode: Mode) -> None:
    image = noise(31, 20, mode, 16)
    smooth = filtered(image, np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]]) / 13)
    expected = _clipped(smooth + factor * (colours(image) - smooth), image)
    got = applied(image, "sharpness", factor=factor)
    assert np.abs(got - expected)[1:-1, 1:-1].max() < 2
    for rim in np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]:
        np.testing.assert_array_equal(got[rim], colours(image)[rim])


@each_mode
@pytest.mark.parametrize(("amount", "pixels"), [(0.5, 0.6), (1.0, 2.0), (3.0, 1.3), (2.0, 7.0)])
def test_an_unsharp_mask_adds_what_a_blur_takes(
    sample: Pixels, amount: float, pixels: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    soft = smoothed(
        image,
        lambda levels: ndimage.gaussian_filter(
            levels, pixels, mode="nearest", truncate=5, axes=(0, 1)
        ),
    )
    expected = _clipped(colours(image) + amount * (colours(image) - soft), image)
    got = applied(image, "unsharp_mask", amount=amount, sigma=pixels / 97)
    off = apart(got, expected, image)
    assert off.mean() < 0.4 * max(1, amount)
    assert off.max() < 1 + 2.5 * amount


def _relief(image: Image) -> Floats:
    """Return the differences of neighbours from each pixel, times their weights and their alpha."""
    levels = np.pad(colours(image), ((1, 1), (1, 1), (0, 0)), "edge")
    opaque = np.full((*levels.shape[:2], 1), 1.0)
    if image.has_alpha:
        opaque = np.pad(image.pixels[..., -1:] / image.top, ((1, 1), (1, 1), (0, 0)), "edge")
    total = np.zeros(colours(image).shape)
    width, height = image.frame
    for down, across in itertools.product(range(3), range(3)):
        here = np.s_[down : down + height, across : across + width]
        total += (down + across - 2) * opaque[here] * (levels[here] - colours(image))
    return total


@each_mode
@pytest.mark.parametrize("amount", [0.1, 0.5, 1.0])
def test_emboss_adds_what_rises_to_the_lower_right(
    sample: Pixels, amount: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    relief = _relief(image)
    expected = _clipped(colours(image) + amount * relief, image)
    assert np.abs(applied(image, "emboss", amount=amount) - expected).max() <= 0.6
