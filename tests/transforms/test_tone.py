"""Tones agree with Pillow, OpenCV and their formulas, in every mode and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import as_image, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageOps
from strategies import images

from augcli.catalogue.effects import Tone
from augcli.imaging.image import Image, Mode
from augcli.imaging.kernels import clahe, lookup_table
from augcli.imaging.lazy import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracles import Pixels

    from augcli.pipeline.steps import AppliedStep

BITS = range(1, 9)
THRESHOLDS = [0, 1, 90, 128, 255, 256]
CUTOFFS = [0, 0.5, 2, 10, 40]
CURVED: AppliedStep = {"transform": "gamma", "exponent": 1.3}
TONES: list[AppliedStep] = [
    CURVED,
    {"transform": "levels", "black": 14.0, "white": -9.0},
    {"transform": "temperature", "warmth": 0.7},
    {"transform": "white_balance", "red": 0.8, "green": 1.1, "blue": 1.25},
    {"transform": "invert"},
]
BY_HISTOGRAM: list[AppliedStep] = [
    {"transform": "equalize"},
    {"transform": "autocontrast", "cutoff": 3.0},
]
each_mode = pytest.mark.parametrize("mode", get_args(Mode))


def _by_pillow(image: Image, change: Callable[..., PillowImage.Image], *more: float) -> Pixels:
    """Let Pillow change the colour channels of an 8-bit picture."""
    colours = 1 if image.mode in ("L", "LA") else 3
    pixels = image.pixels.copy()
    squeezed = pixels[..., 0] if colours == 1 else pixels[..., :3]
    changed = np.asarray(change(PillowImage.fromarray(np.ascontiguousarray(squeezed)), *more))
    pixels[..., :colours] = changed.reshape(*pixels.shape[:2], colours)
    return pixels[..., :3] if image.mode == "RGBX" else pixels


def _apart(got: Pixels, expected: Pixels) -> Pixels:
    """Compare what both have: the fourth channel of RGBX may be gone."""
    channels = min(got.shape[2], expected.shape[2])
    apart: Pixels = np.abs(got[..., :channels].astype(float) - expected[..., :channels])
    return apart


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
    expected = _by_pillow(image, change, *([] if more is None else [more]))
    assert not _apart(rendered(image, [fired]), expected).any()


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
    assert _apart(got, exact.clip(0, 255) * (image.top / 255)).max() <= 0.625 + 1e-6


@each_mode
@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_autocontrast_is_that_of_pillow(sample: Pixels, mode: Mode, cutoff: float) -> None:
    flat = (sample // 2 + 40).astype(np.uint8)
    image = Image(np.dstack([flat, flat[..., :1]]), "RGBX")
    image = image if mode == "RGBX" else as_image(flat, mode, 8)
    got = rendered(image, [{"transform": "autocontrast", "cutoff": float(cutoff)}])
    assert _apart(got, _by_pillow(image, ImageOps.autocontrast, cutoff)).max() <= 1  # it truncates


@each_mode
def test_equalize_is_that_of_pillow(photo: Pixels, mode: Mode) -> None:
    if photo.shape[0] < 200:
        pytest.skip("Pillow rounds to whole pixels a level: too coarse in small pictures")
    image = noise(300, 300, mode) if mode == "RGBX" else as_image(photo, mode, 8)
    got = rendered(image, [{"transform": "equalize"}])
    apart = _apart(got, _by_pillow(image, ImageOps.equalize))
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
    got = clahe.equalized(gray.astype(np.uint16) * np.uint16(257), 4, limit) / 257
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


@given(image=images, tones=st.permutations(TONES))
def test_tones_of_every_scope_fuse_in_their_order(image: Image, tones: list[AppliedStep]) -> None:
    pixels = image.pixels
    mode = image.mode
    for fired in tones:
        pixels = rendered(Image(pixels, mode), [fired])
        mode = "RGB" if pixels.shape[2] == 3 else mode
    assert _apart(rendered(image, tones), pixels).max() <= 4


@pytest.mark.parametrize("last", BY_HISTOGRAM, ids=lambda fired: fired["transform"])
@given(image=images, first=st.sampled_from(TONES))
def test_a_histogram_is_that_of_the_tones_before(
    image: Image, first: AppliedStep, last: AppliedStep
) -> None:
    between = rendered(image, [first])
    mode = "RGB" if between.shape[2] == 3 else image.mode
    expected = rendered(Image(between, mode), [last])
    assert not _apart(rendered(image, [first, last]), expected).any()


@given(image=images, fired=st.sampled_from(TONES))
def test_a_table_is_looked_up_in_whatever_way_is_fastest(image: Image, fired: AppliedStep) -> None:
    # The picture many times over, so that it is large enough for tables of pairs.
    times = -(-100_000 // image.pixels.size)
    large = Image(np.tile(image.pixels, (times, 1, 1)), image.mode)
    expected = np.tile(rendered(image, [fired]), (times, 1, 1))
    np.testing.assert_array_equal(rendered(large, [fired]), expected)


@pytest.mark.parametrize("fired", [*TONES, *BY_HISTOGRAM], ids=lambda fired: fired["transform"])
def test_what_is_calculated_is_what_the_table_says(sample: Pixels, fired: AppliedStep) -> None:
    got = rendered(Image(sample, "RGB"), [fired])
    with patch.object(lookup_table, "calculated", return_value=None):
        np.testing.assert_array_equal(got, rendered(Image(sample, "RGB"), [fired]))


LINES = st.tuples(st.floats(-3, 3), st.floats(-300, 300)).map(lambda line: Tone.linear(*line))
COLOURS = st.tuples(*[st.floats(0, 3)] * 3).map(lambda factors: Tone.of_colour(*factors))


@given(
    tones=st.lists(LINES | COLOURS, min_size=1, max_size=3), mode=st.sampled_from(get_args(Mode))
)
def test_straight_lines_are_those_of_the_table(tones: list[Tone], mode: Mode) -> None:
    channels = len(mode) if mode != "RGBX" else 4
    ramps = np.repeat(np.arange(256, dtype=np.uint8), channels).reshape(16, 16, channels)
    curves = tuple(curve for tone in tones for curve in tone.curves)
    got = lookup_table.look_up(Image(ramps, mode), curves)
    with patch.object(lookup_table, "calculated", return_value=None):
        np.testing.assert_array_equal(got, lookup_table.look_up(Image(ramps, mode), curves))


@pytest.mark.parametrize(
    "shape", [(1, 1, 1), (1, 4, 1), (4, 1, 1), (1, 1, 4), (4, 1, 4), (2, 2, 3)]
)
def test_lines_within_limits_treat_every_channel_of_a_tiny_picture_alike(
    shape: tuple[int, int, int],
) -> None:
    modes: dict[int, Mode] = {1: "L", 3: "RGB", 4: "RGBX"}
    image = Image(np.full(shape, 250, np.uint8), modes[shape[2]])
    darker, lighter = {"transform": "brightness", "factor": 0.5}, {"transform": "invert"}
    clipped = {"transform": "channel_shift", "offset": 90.0}
    assert set(rendered(image, [clipped, darker]).ravel()) == {127}
    assert set(rendered(image, [lighter, clipped, clipped, lighter]).ravel()) == {70}
    assert set(rendered(image, [clipped, lighter, clipped]).ravel()) == {90}


@pytest.mark.parametrize("mode", ["RGB", "RGBX"])
def test_tones_per_channel_are_one_pass(mode: Mode) -> None:
    calls: dict[str, int] = {}

    def counted(name: str) -> Any:
        real = getattr(cv2, name)

        def call(pixels: Pixels, *more: Any) -> Any:
            calls[name] = calls.get(name, 0) + 1
            return real(pixels, *more)

        return patch.object(cv2, name, call)

    lines: list[AppliedStep] = [fired for fired in TONES if fired != CURVED]
    with counted("transform"), counted("LUT"):
        rendered(noise(64, 33, mode), lines)
        assert sum(calls.values()) == 1
        rendered(noise(64, 33, mode), [CURVED, *lines])
        assert sum(calls.values()) == 2
