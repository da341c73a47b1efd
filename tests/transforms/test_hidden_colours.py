"""Colours under alpha 0 change nothing that can be seen."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from oracles import Pixels, noise, rendered
from scipy import ndimage

from augcli.catalogue import Transform, catalogue
from augcli.imaging.image import Image, Mode
from augcli.pipeline.steps import Recipe

from .extremes import extremes, is_moving

FILTERS: list[dict[str, Any]] = [
    {"transform": "gaussian_blur", "pixels": 2.0},
    {"transform": "gaussian_blur", "pixels": 12.0},
    {"transform": "box_blur", "pixels": 3.4},
    {"transform": "defocus", "pixels": 3.0},
    {"transform": "defocus", "pixels": 9.0},
    {"transform": "motion_blur", "fraction": 0.1, "angle": 30.0},
    {"transform": "motion_blur", "fraction": 0.5, "angle": -70.0},
    {"transform": "zoom_blur", "strength": 0.2},
    {"transform": "median_blur", "radius": 2},
    {"transform": "sharpness", "factor": 0.0},
    {"transform": "sharpness", "factor": 4.0},
    {"transform": "unsharp_mask", "amount": 2.0, "sigma": 0.05},
    {"transform": "emboss", "amount": 1.0},
    {"transform": "downscale", "factor": 0.2},
    {"transform": "downscale", "factor": 0.37},
]
BLEND: Recipe = [
    {
        "transform": "blend",
        "weights": [0.4, 0.3],
        "chains": [
            [{"transform": "invert"}],
            [{"transform": "solarize", "threshold": 90.0}, {"transform": "equalize"}],
        ],
    }
]


def _sprites(mode: Mode, depth: int) -> tuple[Image, Image]:
    """Make two pictures that differ in the colours of transparent pixels only."""
    pixels, others = (noise(33, 20, mode, depth, seed).pixels for seed in (0, 1))
    alpha = pixels[..., -1]
    alpha[:, :12] = alpha[3:6, 20:24] = 0
    alpha[8:12, 9:] = np.iinfo(alpha.dtype).max
    other = np.where(alpha[..., np.newaxis] > 0, pixels, others)
    other[..., -1] = alpha
    return Image(pixels, mode), Image(other, mode)


def _mixes(transform: Transform) -> bool:
    return transform.group == "mixing"


@pytest.mark.parametrize(
    "transform",
    [found for found in catalogue().values() if not is_moving(found) and not _mixes(found)],
    ids=lambda found: found.name,
)
def test_hidden_colours_change_no_visible_pixel(transform: Transform) -> None:
    modes: tuple[Mode, ...] = ("LA", "RGBA")
    for mode, depth in itertools.product(modes, (8, 16)):
        one, other = _sprites(mode, depth)
        for recipe in extremes(transform):
            _assert_look_alike(rendered(one, recipe), rendered(other, recipe))


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_hidden_colours_change_no_visible_pixel_of_a_blend(mode: Mode, depth: int) -> None:
    one, other = _sprites(mode, depth)
    _assert_look_alike(rendered(one, BLEND), rendered(other, BLEND))


def _assert_look_alike(got: Pixels, other: Pixels) -> None:
    seen = got[..., -1] > 0
    np.testing.assert_array_equal(got[..., -1], other[..., -1])
    np.testing.assert_array_equal(got[seen], other[seen])


def _disc(depth: int) -> Image:
    """Make a red disc, with a soft rim, on transparent black."""
    y, x = np.mgrid[:48, :64]
    alpha = np.clip(15.5 - np.hypot(x - 31, y - 24), 0, 1)
    top = 2**depth - 1
    pixels = np.zeros((48, 64, 4), np.uint8 if depth == 8 else np.uint16)
    pixels[..., 3] = np.rint(alpha * top)
    pixels[..., 0] = top * (alpha > 0)
    return Image(pixels, "RGBA")


@pytest.mark.parametrize("fired", FILTERS, ids=lambda fired: "-".join(map(str, fired.values())))
@pytest.mark.parametrize("depth", [8, 16])
def test_a_red_disc_on_transparent_black_stays_red(fired: dict[str, Any], depth: int) -> None:
    image = _disc(depth)
    got = rendered(image, [fired])
    seen = got[..., 3] > 0
    np.testing.assert_array_equal(got[seen], image.pixels[seen])


@pytest.mark.parametrize("depth", [8, 16])
def test_clahe_makes_no_rim_around_a_disc(depth: int) -> None:
    image = _disc(depth)
    got = rendered(image, [{"transform": "clahe", "limit": 4.0, "cells": 4}])
    assert not np.ptp(got[image.pixels[..., 3] > 0][:, :3], axis=0).any()


@pytest.mark.parametrize("codec", ["jpeg_compression", "webp_compression"])
def test_artefacts_at_the_rim_of_a_disc_are_no_larger_than_within(codec: str) -> None:
    image = _disc(8)
    got = rendered(image, [{"transform": codec, "quality": 50}]).astype(int)
    assert np.abs(got - image.pixels)[image.pixels[..., 3] > 0].max() <= 4


def test_half_transparent_pixels_count_half() -> None:
    pixels = np.zeros((9, 9, 2), np.uint8)
    pixels[..., 1] = 255
    pixels[4, 5:] = 200, 51  # a fifth
    got = rendered(Image(pixels, "LA"), [{"transform": "box_blur", "pixels": 1.0}])
    assert got[4, 4, 0] == round(200 * 0.2 / 8.2)


def test_a_visible_pixel_that_a_blur_leaves_out_keeps_its_colour() -> None:
    pixels = np.zeros((40, 40, 2), np.uint8)
    pixels[20, 20] = 77, 255
    for length, angle in itertools.product((0.02, 0.2, 0.5, 1.0), range(-90, 90, 15)):
        recipe: Recipe = [{"transform": "motion_blur", "fraction": length, "angle": float(angle)}]
        assert rendered(Image(pixels, "LA"), recipe)[20, 20, 0] == 77, recipe


def test_transparent_pixels_with_nothing_near_are_black_after_a_blur() -> None:
    one, other = _sprites("RGBA", 8)
    recipe: Recipe = [{"transform": "gaussian_blur", "pixels": 1.0}]
    np.testing.assert_array_equal(rendered(one, recipe), rendered(other, recipe))
    assert not rendered(one, recipe)[:, :4, :3].any()


@pytest.mark.parametrize("depth", [8, 16])
def test_only_visible_pixels_count_in_histograms(depth: int) -> None:
    image = _sprites("LA", depth)[0]
    seen = image.pixels[..., 1] > 0
    shown = Image(np.ascontiguousarray(image.pixels[seen][np.newaxis, :, :1]), "L")
    for fired in ({"transform": "equalize"}, {"transform": "autocontrast", "cutoff": 5.0}):
        got, expected = rendered(image, [fired]), rendered(shown, [fired])
        np.testing.assert_array_equal(got[seen][:, 0], expected[0, :, 0])


@pytest.mark.parametrize("depth", [8, 16])
def test_clahe_of_one_cell_counts_visible_pixels_only(depth: int) -> None:
    generator = np.random.default_rng(0)
    levels = generator.integers(60, 90, (64, 64)) * (1 if depth == 8 else 257)
    pixels = np.dstack([levels, np.full_like(levels, 2**depth - 1)])
    pixels = pixels.astype(np.uint8 if depth == 8 else np.uint16)
    whole = rendered(Image(pixels, "LA"), [{"transform": "clahe", "limit": 40.0, "cells": 1}])
    pixels[:, 20:] = 0
    got = rendered(Image(pixels, "LA"), [{"transform": "clahe", "limit": 40.0, "cells": 1}])
    apart = np.abs(got[:, :20, 0].astype(int) - whole[:, :20, 0]) / (1 if depth == 8 else 257)
    assert apart.max() < 12  # 1,280 of the 4,096 pixels: their shares differ a little


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("depth", [8, 16])
def test_a_picture_that_is_all_transparent_is_no_problem(mode: Mode, depth: int) -> None:
    pixels = noise(9, 7, mode, depth).pixels
    pixels[..., -1] = 0
    for name, transform in catalogue().items():
        for recipe in extremes(transform):
            got = rendered(Image(pixels, mode), recipe)
            assert got.dtype == pixels.dtype, name


def test_opaque_alpha_changes_no_colour() -> None:
    rgb = noise(64, 48).pixels
    rgba = np.dstack([rgb, np.full((48, 64), 255, np.uint8)])
    for fired in (*FILTERS, {"transform": "jpeg_compression", "quality": 50}):
        got = rendered(Image(rgba, "RGBA"), [fired])
        np.testing.assert_array_equal(got[..., :3], rendered(Image(rgb, "RGB"), [fired]))


def test_hidden_pixels_get_the_colours_around_them_before_a_median() -> None:
    pixels = np.zeros((8, 8, 2), np.uint8)
    pixels[:, 4:] = 100, 255
    pixels[3, 3] = 40, 255
    got = rendered(Image(pixels, "LA"), [{"transform": "median_blur", "radius": 1}])
    expected = ndimage.median_filter(np.where(pixels[..., 1] > 0, pixels[..., 0], 100), 3)
    np.testing.assert_array_equal(got[:, 5:, 0], expected[:, 5:])
