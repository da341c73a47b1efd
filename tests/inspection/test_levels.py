"""Brightness, contrast, sharpness and colourfulness, against Pillow, NumPy and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from oracles import noise
from PIL import Image as PillowImage
from scipy import ndimage
from strategies import images

from augcli.imaging.image import Image
from augcli.inspection.levels import SIDE, measure_levels, reduced


@given(images)
def test_levels_are_those_of_pillow_numpy_and_scipy(image: Image) -> None:
    scale = image.top / 255
    rgb = image.pixels.astype(float)
    if image.has_alpha:
        alpha = rgb[..., -1:] / image.top
        # Laid on white, and cut to a whole level.
        rgb = np.floor(rgb[..., :-1] * alpha + image.top * (1 - alpha) + 0.5)
    rgb = (rgb if image.is_gray else rgb[..., :3]) / scale
    red, green, blue = (rgb[..., 0],) * 3 if image.is_gray else np.moveaxis(rgb, 2, 0)
    luma = rgb[..., 0] if image.is_gray else 0.299 * red + 0.587 * green + 0.114 * blue
    opponents = red - green, (red + green) / 2 - blue
    spread = np.hypot(*(one.std() for one in opponents))
    colour = spread + 0.3 * np.hypot(*(one.mean() for one in opponents))
    edges = ndimage.convolve(luma, [[0, 1, 0], [1, -4, 1], [0, 1, 0]], mode="nearest")
    expected = (luma.mean(), luma.std(), edges.var(), colour)
    # A level on white may be rounded the other way.
    assert measure_levels(image) == pytest.approx(expected, rel=0.01, abs=0.6)


@pytest.mark.parametrize(("width", "height"), [(640, 480), (300, 900), (257, 257)])
def test_large_pictures_are_averaged_as_pillow_does(width: int, height: int) -> None:
    pixels = noise(width, height).pixels
    small = reduced(pixels)
    size = small.shape[1], small.shape[0]
    assert min(size) == SIDE
    assert size[0] / size[1] == pytest.approx(width / height, rel=0.01)
    box = PillowImage.fromarray(pixels).resize(size, PillowImage.Resampling.BOX, reducing_gap=None)
    assert small.mean() == pytest.approx(np.asarray(box).mean(), abs=1)


def test_a_blurred_photo_is_less_sharp_and_a_gray_one_has_no_colour() -> None:
    sharp = noise(60, 50)
    blurred = sharp.with_pixels(ndimage.gaussian_filter(sharp.pixels, (2, 2, 0)))
    gray = sharp.with_pixels(np.repeat(sharp.pixels[..., :1], 3, axis=2))
    assert measure_levels(blurred).sharpness < measure_levels(sharp).sharpness / 50
    assert measure_levels(gray).colourfulness == 0
