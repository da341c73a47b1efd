"""Filters give the levels of exact arithmetic, which no processor can round otherwise."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from oracles import Floats, Pixels, noise
from scipy import ndimage

from augcli.imaging.image import Frame
from augcli.imaging.kernels.convolve import convolve
from augcli.imaging.kernels.rounding import extrapolate
from augcli.imaging.kernels.scaling import enlarge, shrink


def _kernel(side: int) -> Floats:
    weights = np.random.default_rng(side).random((side, side))
    return np.asarray(weights / weights.sum())


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("side", [1, 3, 7, 9, 11])
def test_a_convolution_is_within_a_hair_of_scipys(side: int, depth: int) -> None:
    pixels = noise(40, 30, depth=depth).pixels
    kernel = _kernel(side)
    wanted = ndimage.correlate(
        pixels.astype(np.float64), kernel[..., np.newaxis], mode="nearest", output=np.float64
    )
    assert np.abs(convolve(pixels.astype(np.float64), kernel) - wanted).max() < 1e-9
    assert np.abs(convolve(pixels, kernel) - wanted).max() < 0.51


def test_zeros_around_a_kernel_change_nothing() -> None:
    pixels = noise(40, 30).pixels
    kernel = _kernel(5)
    wide = np.pad(kernel, ((1, 1), (3, 3)))
    np.testing.assert_array_equal(convolve(pixels, wide), convolve(pixels, kernel))


@pytest.mark.parametrize("factor", [0.5, -0.3, 0.1, -5.0, 0.77])
def test_levels_between_two_pictures_are_the_nearest_of_ties_the_even(factor: float) -> None:
    start, end = (plane.ravel() for plane in np.mgrid[:256, :256].astype(np.uint8))
    got = extrapolate(start[np.newaxis], end[np.newaxis], factor)[0]
    # As float32 has it: 0.3 is not exactly 3/10.
    exact = Fraction(float(np.float32(factor)))
    for one, other, level in itertools.islice(zip(start, end, got, strict=True), 0, None, 37):
        wanted = int(one) + exact * (int(other) - int(one))
        shown = min(Fraction(255), max(Fraction(0), wanted))
        assert abs(shown - int(level)) <= Fraction(1, 2) + Fraction(1, 10**4)


@pytest.mark.parametrize("depth", [8, 16])
def test_every_channel_is_resized_alike(depth: int) -> None:
    pixels = noise(41, 29, depth=depth).pixels
    for frame in (Frame(13, 17), Frame(90, 58)):
        resize = shrink if frame.width < 41 else enlarge
        colour = resize(pixels, frame)
        for channel in range(3):
            plane: Pixels = np.ascontiguousarray(pixels[..., channel : channel + 1])
            gray = resize(plane, frame).reshape(frame.height, frame.width)
            np.testing.assert_array_equal(gray, colour[..., channel])


@pytest.mark.parametrize("depth", [8, 16])
def test_levels_are_enlarged_as_floats_are(depth: int) -> None:
    pixels = noise(41, 29, depth=depth).pixels
    frame = Frame(123, 58)
    exact = enlarge(pixels.astype(np.float64), frame)
    assert np.abs(enlarge(pixels, frame) - exact).max() < 1
