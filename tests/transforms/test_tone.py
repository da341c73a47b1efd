"""Tones agree with Pillow and their formulas, in every mode and depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from oracles import Pixels, as_image, by_pillow, levels_apart, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageOps

from augcli.imaging.image import Image, Mode
from augcli.pipeline.steps import AppliedStep

BITS = range(1, 9)
THRESHOLDS = [0, 1, 90, 128, 255, 256]
each_mode = pytest.mark.parametrize("mode", get_args(Mode))


@each_mode
@pytest.mark.parametrize(
    ("fired", "change", "more"),
    [
        *[({"transform": "posterize", "bits": bits}, ImageOps.posterize, bits) for bits in BITS],
        *[
            ({"transform": "solarize", "threshold": float(level)}, ImageOps.solarize, level)
            for level in THRESHOLDS
        ],
        ({"transform": "invert"}, ImageOps.invert, None),
    ],
)
def test_tones_without_fractions_are_those_of_pillow(
    mode: Mode, fired: AppliedStep, change: Callable[..., PillowImage.Image], more: float | None
) -> None:
    image = noise(61, 40, mode)
    expected = by_pillow(image, change, *([] if more is None else [more]))
    assert not levels_apart(rendered(image, [fired]), expected).any()


@pytest.mark.parametrize(
    "fired",
    [
        *[{"transform": "posterize", "bits": bits} for bits in BITS],
        *[{"transform": "solarize", "threshold": float(level)} for level in THRESHOLDS],
        {"transform": "invert"},
    ],
)
def test_in_16_bits_the_same_levels_become_the_same(fired: AppliedStep) -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(1, 256, 1)
    narrow = rendered(Image(ramp, "L"), [fired])
    wide = rendered(Image(ramp.astype(np.uint16) * np.uint16(257), "L"), [fired])
    np.testing.assert_array_equal(wide, narrow.astype(np.uint16) * np.uint16(257))


@pytest.mark.parametrize("bits", range(1, 8))
def test_posterize_keeps_the_highest_of_16_bits_and_no_more(bits: int) -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    got = rendered(Image(ramp, "L"), [{"transform": "posterize", "bits": bits}])
    np.testing.assert_array_equal(got >> (16 - bits), ramp >> (16 - bits))
    assert len(np.unique(got)) == 2**bits


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize(("black", "white"), [(0, 0), (20, -20), (-35.5, 60), (100, -100)])
def test_levels_puts_both_points_where_they_are_asked_for(
    sample: Pixels, depth: int, black: float, white: float
) -> None:
    image = as_image(sample, "RGB", depth)
    got = rendered(image, [{"transform": "levels", "black": black, "white": white}])
    exact = np.interp(image.pixels / (image.top / 255), [black, 255 + white], [0, 255])
    outside = (black < 0) | (white > 0)
    if outside:  # the line goes on where its ends are no levels
        exact = (image.pixels / (image.top / 255) - black) * 255 / (255 + white - black)
    assert levels_apart(got, exact.clip(0, 255) * (image.top / 255)).max() <= 0.5 + 1e-6


@pytest.mark.parametrize(
    "shape", [(1, 1, 1), (1, 4, 1), (4, 1, 1), (1, 1, 4), (4, 1, 4), (2, 2, 3)]
)
def test_tones_in_a_row_clip_every_channel_of_a_tiny_picture_in_between(
    shape: tuple[int, int, int],
) -> None:
    modes: dict[int, Mode] = {1: "L", 3: "RGB", 4: "RGBX"}
    image = Image(np.full(shape, 250, np.uint8), modes[shape[2]])
    darker, lighter = {"transform": "brightness", "factor": 0.5}, {"transform": "invert"}
    clipped = {"transform": "channel_shift", "offset": 90.0}
    assert set(rendered(image, [clipped, darker]).ravel()) == {128}
    assert set(rendered(image, [lighter, clipped, clipped, lighter]).ravel()) == {70}
    assert set(rendered(image, [clipped, lighter, clipped]).ravel()) == {90}
