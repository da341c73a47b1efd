"""Tones by histogram agree with Pillow, OpenCV and their formulas, in every mode and depth."""

from __future__ import annotations

from typing import get_args

import cv2
import numpy as np
import pytest
from oracles import Pixels, as_image, by_pillow, levels_apart, noise, rendered
from PIL import ImageOps

from augcli.imaging.image import Image, Mode
from augcli.pipeline.steps import AppliedStep

CUTOFFS = [0, 0.5, 2, 10, 40]
BY_HISTOGRAM: list[AppliedStep] = [
    {"transform": "equalize"},
    {"transform": "autocontrast", "cutoff": 3.0},
]
each_mode = pytest.mark.parametrize("mode", get_args(Mode))


@each_mode
@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_autocontrast_is_that_of_pillow(sample: Pixels, mode: Mode, cutoff: float) -> None:
    flat = (sample // 2 + 40).astype(np.uint8)
    image = Image(np.dstack([flat, flat[..., :1]]), "RGBX")
    image = image if mode == "RGBX" else as_image(flat, mode, 8)
    got = rendered(image, [{"transform": "autocontrast", "cutoff": float(cutoff)}])
    assert (
        levels_apart(got, by_pillow(image, ImageOps.autocontrast, cutoff)).max() <= 1
    )  # it truncates


@each_mode
def test_equalize_is_that_of_pillow(photo: Pixels, mode: Mode) -> None:
    if photo.shape[0] < 200:
        pytest.skip("Pillow rounds to whole pixels a level: too coarse in small pictures")
    image = noise(300, 300, mode) if mode == "RGBX" else as_image(photo, mode, 8)
    got = rendered(image, [{"transform": "equalize"}])
    apart = levels_apart(got, by_pillow(image, ImageOps.equalize))
    assert apart.max() <= 2
    assert apart.mean() < 0.5


@pytest.mark.parametrize("depth", [8, 16])
def test_equalized_levels_are_about_equally_frequent(sample: Pixels, depth: int) -> None:
    image = as_image(sample, "L", depth)
    before, after = (
        np.histogram(pixels, 8, (0, image.top + 1))[0] / sample[..., 0].size
        for pixels in (image.pixels, rendered(image, [{"transform": "equalize"}]))
    )
    assert np.abs(before - 1 / 8).max() > 0.1
    assert np.abs(after - 1 / 8).max() < 0.03


@pytest.mark.parametrize("fired", BY_HISTOGRAM)
@pytest.mark.parametrize("depth", [8, 16])
def test_what_has_one_level_stays_as_it_is(fired: AppliedStep, depth: int) -> None:
    image = noise(1, 1, "RGB", depth)
    np.testing.assert_array_equal(rendered(image, [fired]), image.pixels)


@pytest.mark.parametrize("limit", [1.0, 2.0, 4.0, 10.0])
def test_clahe_in_16_bits_is_that_of_opencv_in_8(photo: Pixels, limit: float) -> None:
    height, width = (side // 4 * 4 for side in photo.shape[:2])
    if height < 200:
        pytest.skip("OpenCV rounds limits to whole pixels: too coarse in small cells")
    gray = photo[:height, :width, 1].copy()
    expected = cv2.createCLAHE(limit, (4, 4)).apply(gray)
    wide = Image(gray[..., np.newaxis].astype(np.uint16) * np.uint16(257), "L")
    got = rendered(wide, [{"transform": "clahe", "limit": limit, "cells": 4}])[..., 0] / 257
    assert np.abs(got - expected).mean() < 1
    assert np.abs(got - expected).max() < 4
    assert np.abs(expected.astype(float) - gray).mean() > 5


@pytest.mark.parametrize("depth", [8, 16])
def test_clahe_of_one_cell_without_limit_is_equalization(sample: Pixels, depth: int) -> None:
    image = as_image(sample, "L", depth)
    got = rendered(image, [{"transform": "clahe", "limit": 40.0, "cells": 1}])
    levels, counts = np.unique(image.pixels, return_counts=True)
    assert counts.max() < 40 * counts.sum() / 256
    share = np.interp(image.pixels, levels, counts.cumsum() / counts.sum())
    np.testing.assert_allclose(got, share * image.top, atol=image.top / 255 * 0.51)


@each_mode
@pytest.mark.parametrize("depth", [8, 16])
def test_clahe_changes_all_channels_of_a_pixel_alike(
    sample: Pixels, mode: Mode, depth: int
) -> None:
    middle = (sample // 3 + 80).astype(np.uint8)  # nothing is clipped
    image = as_image(middle, "RGB" if mode == "RGBX" else mode, depth)
    got = rendered(image, [{"transform": "clahe", "limit": 1.5, "cells": 4}])
    colours = 1 if mode in ("L", "LA") else 3
    change = got.astype(int)[..., :colours] - image.pixels[..., :colours]
    assert np.abs(change).max() > 2 * (image.top / 255)
    clipped = (got[..., :colours] == 0) | (got[..., :colours] == image.top)
    assert clipped.mean() < 0.02
    assert (np.ptp(change, axis=2)[~clipped.any(axis=2)] <= 1).all()


def test_clahe_of_16_bits_has_more_levels_than_8_bits_can_tell() -> None:
    ramp = np.linspace(20000, 40000, 256 * 256).astype(np.uint16).reshape(256, 256, 1)
    got = rendered(Image(ramp, "L"), [{"transform": "clahe", "limit": 3.0, "cells": 2}])
    assert len(np.unique(got)) > 5000
