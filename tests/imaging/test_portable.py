"""Arithmetic that is the same everywhere is right, too."""

from __future__ import annotations

import itertools
import platform
from fractions import Fraction

import cv2
import numpy as np
import pytest
from oracles import noise, rendered
from scipy import ndimage

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels import portable
from augcli.imaging.kernels.clahe import equalize_cells
from augcli.imaging.kernels.colour_matrix import mix_channels
from augcli.imaging.kernels.fractal_noise import fractal_noise
from augcli.imaging.kernels.noise import normal


def test_exp_is_that_of_mathematics() -> None:
    x = np.linspace(-87, 87, 100_001, dtype=np.float32)
    got = portable.exp(x)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, np.exp(x.astype(np.float64)), rtol=3e-7)
    assert portable.exp(np.array([0, -1e9])).tolist() == [1.0, portable.exp(x[:1])[0]]


@pytest.mark.parametrize("exponent", [1, 2, 4, 7, 12, 60])
def test_whole_powers_are_products(exponent: int) -> None:
    x = np.linspace(-1.1, 1.1, 99)
    np.testing.assert_allclose(portable.whole_power(x, exponent), x**exponent, rtol=1e-13)


def test_sums_of_products_of_dyadic_numbers_are_exact() -> None:
    generator = np.random.default_rng(0)
    one, other = (portable.dyadic(generator.normal(size=200), 20) for _ in range(2))
    exact = sum(Fraction(a) * Fraction(b) for a, b in zip(one, other, strict=True))
    assert {float(one[order] @ other[order]) for order in _orders(200)} == {float(exact)}


def _orders(count: int) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    return [np.random.default_rng(seed).permutation(count) for seed in range(20)]


def test_scaled_products_are_rounded_right_for_every_pair_of_levels() -> None:
    one, other = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    expected = (2 * one.astype(int) * other + 255) // 510
    np.testing.assert_array_equal(portable.scaled_product(one, other), expected)
    some = np.array([0, 1, 2, 255, 256, 32767, 32768, 65533, 65534, 65535], np.uint16)
    one, other = np.meshgrid(some, some)
    expected = (2 * one.astype(int) * other + 65535) // 131070
    np.testing.assert_array_equal(portable.scaled_product(one, other), expected)


@pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64"), reason="OpenCV's CLAHE differs on ARM"
)
@pytest.mark.parametrize("size", [(64, 64), (61, 89), (5, 3), (90, 64), (1, 40)])
def test_clahe_of_8_bits_is_that_of_opencv_to_the_byte(size: tuple[int, int]) -> None:
    gray = ndimage.gaussian_filter(noise(*size).pixels[..., 0], 1)
    for cells, limit in itertools.product((1, 3, 8, 32), (1.0, 2.3, 40.0)):
        grid = min(cells, size[0]), min(cells, size[1])
        expected = cv2.createCLAHE(limit, grid).apply(gray)
        np.testing.assert_array_equal(equalize_cells(gray, cells, limit), expected)


def test_16_bit_colours_are_mixed_exactly() -> None:
    image = noise(40, 30, "RGB", 16)
    rows = ((0.299, 0.587, 0.114, 0.0), (1.5, -0.7, 0.2, 30.0), (0.0, 0.0, 2.0, -9.0))
    got = mix_channels(image, rows)
    factors = np.array(rows)
    exact = image.pixels.astype(np.float64) @ factors[:, :3].T + 257 * factors[:, 3]
    assert np.abs(got - exact.clip(0, 65535)).max() < 0.51


def test_clouds_are_those_of_cubic_interpolation() -> None:
    frame, octaves = Frame(120, 90), 4
    expected = np.zeros((90, 120))
    for octave in range(octaves):
        columns, rows = (round(2 ** (octave + 1) * side / 90) + 1 for side in frame)
        coarse = normal(5 + octave, rows, columns) * np.float32(0.5**octave)
        expected += cv2.resize(coarse, frame, interpolation=cv2.INTER_CUBIC)
    np.testing.assert_allclose(fractal_noise(5, frame, octaves), expected, atol=1e-3)


def test_iso_blotches_are_interpolated_between_the_coarse_ones() -> None:
    gray = Image(np.full((40, 60, 3), 30_000, np.uint16), "RGB")
    fired = {"transform": "iso_noise", "deviation": 9.0, "seed": 4}
    plain, blotched = (rendered(gray, [{**fired, "chroma": part}]) for part in (0.0, 1.0))
    red = (blotched.astype(int) - plain)[..., 0]
    coarse = normal(5, 21, 31, 2)[..., 1] * (1.402 * 9 * 257 / 0.625)
    expected = cv2.resize(coarse, None, fx=2, fy=2)[:40, :60]
    assert np.abs(red - expected).max() <= 1.5
