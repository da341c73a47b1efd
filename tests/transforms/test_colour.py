"""Colours agree with Pillow and with the formulas of their standards."""

from __future__ import annotations

import itertools
from typing import Any, get_args
from unittest.mock import patch

import numpy as np
import pytest
from oracles import Floats, Pixels, as_image, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageEnhance

from augcli.catalogue import Mix, catalogue
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.lazy import cv2
from augcli.pipeline.steps import AppliedStep

# As in the Filter Effects specification: three parts for hue-rotate, one matrix for sepia.
LUMA = np.array([[0.213, 0.715, 0.072]] * 3)
HUE_COS = np.array([[0.787, -0.715, -0.072], [-0.213, 0.285, -0.072], [-0.213, -0.715, 0.928]])
HUE_SIN = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
GRAYS = ("L", "LA")
ROUNDED = 0.7  # levels: in 8 bits OpenCV counts in 1024ths, which adds to the half

COLOURS: list[AppliedStep] = [
    {"transform": "temperature", "warmth": 0.7},
    {"transform": "white_balance", "red": 0.8, "green": 1.1, "blue": 1.25},
    {"transform": "saturation", "factor": 0.3},
    {"transform": "hue", "degrees": 40.0},
    {"transform": "grayscale"},
    {"transform": "sepia", "amount": 0.5},
    {"transform": "channel_shuffle", "order": 5.5},
    {"transform": "channel_dropout", "channel": 1.5},
    {"transform": "pca_jitter", "deviation": 0.5, "quantiles": [0.1, 0.9, 0.7]},
]
MIXES = COLOURS[2:]
each_colour = pytest.mark.parametrize("fired", COLOURS, ids=lambda fired: fired["transform"])


def _mixed(image: Image, matrix: Floats) -> Floats:
    """Multiply the colours of a picture, and keep its alpha."""
    mixed = image.pixels.astype(float)
    mixed[..., :3] = (mixed[..., :3] @ matrix.T).clip(0, image.top)
    return mixed


def _check(image: Image, fired: AppliedStep, expected: Floats, bound: float = ROUNDED) -> None:
    got = rendered(image, [fired])
    assert np.abs(got - expected.astype(float)).max() <= bound


def test_every_transform_of_colour_is_tried_here() -> None:
    of_colour = {name for name, found in catalogue().items() if found.group == "colour"}
    assert {fired["transform"] for fired in COLOURS} == of_colour


@each_colour
@pytest.mark.parametrize("mode", GRAYS)
@pytest.mark.parametrize("depth", [8, 16])
def test_gray_pictures_stay_as_they_are(fired: AppliedStep, mode: Mode, depth: int) -> None:
    image = noise(33, 20, mode, depth)
    np.testing.assert_array_equal(rendered(image, [fired]), image.pixels)


@each_colour
@pytest.mark.parametrize("mode", [mode for mode in get_args(Mode) if mode not in GRAYS])
def test_in_16_bits_a_picture_becomes_what_it_is_in_8(
    sample: Pixels, fired: AppliedStep, mode: Mode
) -> None:
    narrow, wide = (as_image(sample, "RGBA", depth) for depth in (8, 16))
    if mode != "RGBA":
        channels = 3 if mode == "RGB" else 4
        narrow, wide = (Image(one.pixels[..., :channels], mode) for one in (narrow, wide))
    apart = rendered(wide, [fired]) / 257 - rendered(narrow, [fired])
    assert np.abs(apart).max() <= ROUNDED


@pytest.mark.parametrize("factor", [0, 0.4, 1, 1.7, 10])
def test_saturation_is_that_of_pillow(sample: Pixels, factor: float) -> None:
    expected = ImageEnhance.Color(PillowImage.fromarray(sample)).enhance(factor)
    got = rendered(Image(sample, "RGB"), [{"transform": "saturation", "factor": float(factor)}])
    # It rounds the gray first, and cuts fractions off.
    assert np.abs(got - np.asarray(expected).astype(float)).max() <= 1 + abs(1 - factor)


@pytest.mark.parametrize("degrees", [-180, -90, -15, 0, 15, 60, 120, 180])
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("RGBA", 8), ("RGB", 16)])
def test_hue_is_that_of_the_specification(
    sample: Pixels, degrees: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    angle = np.radians(degrees)
    expected = _mixed(image, LUMA + np.cos(angle) * HUE_COS + np.sin(angle) * HUE_SIN)
    _check(image, {"transform": "hue", "degrees": float(degrees)}, expected)


@pytest.mark.parametrize("degrees", [-120.0, -30.0, 30.0, 180.0])
def test_hue_keeps_gray_and_luma(degrees: float) -> None:
    colours = noise(64, 33).pixels // 4 + 96  # dull enough that nothing is clipped
    image = Image(colours.astype(np.uint16) * np.uint16(257), "RGB")
    got = rendered(image, [{"transform": "hue", "degrees": degrees}])
    np.testing.assert_allclose(got @ LUMA[0], image.pixels @ LUMA[0], rtol=1e-3)  # of 3 digits
    gray = Image(np.repeat(image.pixels[..., :1], 3, axis=2), "RGB")
    _check(gray, {"transform": "hue", "degrees": degrees}, gray.pixels.astype(float), 1)


def test_grayscale_is_that_of_pillow(sample: Pixels) -> None:
    gray = np.asarray(PillowImage.fromarray(sample).convert("L"))[..., np.newaxis]
    _check(Image(sample, "RGB"), {"transform": "grayscale"}, np.repeat(gray, 3, axis=2), 1)


@pytest.mark.parametrize("amount", [0, 0.25, 0.7, 1])
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("RGBA", 8), ("RGB", 16)])
def test_sepia_is_that_of_the_specification(
    sample: Pixels, amount: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    expected = _mixed(image, (1 - amount) * np.eye(3) + amount * SEPIA)
    _check(image, {"transform": "sepia", "amount": float(amount)}, expected)


@pytest.mark.parametrize("depth", [8, 16])
def test_white_balance_multiplies_each_channel_by_its_own_factor(
    sample: Pixels, depth: int
) -> None:
    image = as_image(sample, "RGBA", depth)
    fired: AppliedStep = {"transform": "white_balance", "red": 0.75, "green": 1.0, "blue": 1.4}
    _check(image, fired, _mixed(image, np.diag([0.75, 1.0, 1.4])), 0.625)


def test_temperature_is_warm_above_zero_and_undone_by_its_negative(sample: Pixels) -> None:
    dull = Image((sample // 2 + 30).astype(np.uint16) * np.uint16(257), "RGB")
    warm = rendered(dull, [{"transform": "temperature", "warmth": 0.6}])
    red, green, blue = np.moveaxis(warm.astype(int) - dull.pixels, 2, 0)
    assert (red > 0).all()
    assert (green == 0).all()
    assert (blue < 0).all()
    back = rendered(Image(warm, "RGB"), [{"transform": "temperature", "warmth": -0.6}])
    np.testing.assert_allclose(back, dull.pixels, atol=2)


def test_channel_shuffle_gives_each_of_the_six_orders() -> None:
    image = noise(9, 7)
    orders = set()
    for number in range(6):
        got = rendered(image, [{"transform": "channel_shuffle", "order": number + 0.999}])
        order = [
            next(c for c in range(3) if np.array_equal(got[..., i], image.pixels[..., c]))
            for i in range(3)
        ]
        orders.add(tuple(order))
    assert len(orders) == 6
    assert all(sorted(order) == [0, 1, 2] for order in orders)
    rendered(image, [{"transform": "channel_shuffle", "order": 6.0}])


@pytest.mark.parametrize(("drawn", "channel"), [(0.0, 0), (1.2, 1), (2.9, 2), (3.0, 2)])
def test_channel_dropout_takes_one_channel_and_leaves_the_others(
    drawn: float, channel: int
) -> None:
    image = noise(9, 7, "RGBA")
    expected = image.pixels.copy()
    expected[..., channel] = 0
    _check(image, {"transform": "channel_dropout", "channel": drawn}, expected, 0)


def test_pca_jitter_shifts_colours_with_the_spread_of_the_paper() -> None:
    gray = Image(np.full((1, 1, 3), 32768, np.uint16), "RGB")
    quantiles = np.random.default_rng(0).random((1500, 3))
    shifts = [
        rendered(gray, [{"transform": "pca_jitter", "deviation": 0.1, "quantiles": list(one)}])
        for one in quantiles
    ]
    shift = (np.array(shifts).reshape(-1, 3) - 32768.0) / 65535
    variances, components = np.linalg.eigh(np.cov(shift.T))
    # What is drawn is normal, of a deviation of 0.1 times the eigenvalues of ImageNet.
    np.testing.assert_allclose(np.sqrt(variances[::-1]), [0.02175, 0.00188, 0.00045], rtol=0.08)
    assert abs(components[:, 2] @ [-0.5675, -0.5808, -0.5836]) > 0.999
    np.testing.assert_allclose(shift.mean(axis=0), 0, atol=0.002)


@pytest.mark.parametrize("quantile", [0.0, 1.0])
def test_pca_jitter_stays_finite_at_the_ends_of_its_numbers(quantile: float) -> None:
    fired: AppliedStep = {"transform": "pca_jitter", "deviation": 0.1, "quantiles": [quantile] * 3}
    got = rendered(Image(np.full((1, 1, 3), 128, np.uint8), "RGB"), [fired])
    assert 5 < np.abs(got - 128.0).max() < 30


@pytest.mark.parametrize("depth", [8, 16])
def test_mixes_fuse_in_their_order_with_one_rounding(depth: int) -> None:
    image = noise(13, 11, "RGB", depth)
    # So dull that no mix leaves 0..255: clipping in between would not be the same as at the end.
    dull = (image.pixels // 16 + (image.top + 1) // 4).astype(image.pixels.dtype)
    unclipped = [fired for fired in MIXES if fired["transform"] != "channel_dropout"]
    for mixes in itertools.permutations(unclipped, 3):
        exact = dull.astype(float)
        for fired in mixes:
            exact = _exactly(exact, fired, image.top)
        got = rendered(Image(dull, "RGB"), list(mixes))
        assert np.abs(got - exact).max() <= ROUNDED, mixes


def _exactly(levels: Floats, fired: AppliedStep, top: int) -> Floats:
    """Multiply levels by the matrix of a mix, without rounding."""
    mix = catalogue()[fired["transform"]].effect(fired, Frame(1, 1))
    assert isinstance(mix, Mix)
    matrix = np.array(mix.rows)
    return np.asarray(levels @ matrix[:, :3].T + matrix[:, 3] * top / 255)


@pytest.mark.parametrize("mode", ["RGB", "RGBX", "RGBA"])
def test_all_mixes_on_one_copy_are_one_pass(mode: Mode) -> None:
    image = noise(64, 33, mode)
    with patch.object(cv2, "transform", wraps=cv2.transform) as spy:
        rendered(image, MIXES)
    assert spy.call_count == 1
    source: Any = spy.call_args.args[0]
    assert source.shape == (33, 64, 3)
