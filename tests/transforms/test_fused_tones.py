"""Tones in a row are one pass, and give the levels that one after the other would give."""

from __future__ import annotations

from typing import Any, get_args
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import Pixels, levels_apart, noise, rendered
from strategies import images

from augcli.catalogue.effects import Tone
from augcli.imaging.image import Image, Mode
from augcli.imaging.kernels.lookup_table import apply_curves, apply_tone, to_table
from augcli.imaging.lazy import cv2
from augcli.pipeline.steps import AppliedStep

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


@given(image=images, tones=st.permutations(TONES))
def test_tones_of_every_scope_fuse_in_their_order(image: Image, tones: list[AppliedStep]) -> None:
    pixels = image.pixels
    mode = image.mode
    for fired in tones:
        pixels = rendered(Image(pixels, mode), [fired])
        mode = "RGB" if pixels.shape[2] == 3 else mode
    assert levels_apart(rendered(image, tones), pixels).max() <= 4


@pytest.mark.parametrize("last", BY_HISTOGRAM, ids=lambda fired: fired["transform"])
@given(image=images, first=st.sampled_from(TONES))
def test_a_histogram_is_that_of_the_tones_before(
    image: Image, first: AppliedStep, last: AppliedStep
) -> None:
    between = rendered(image, [first])
    mode = "RGB" if between.shape[2] == 3 else image.mode
    expected = rendered(Image(between, mode), [last])
    assert not levels_apart(rendered(image, [first, last]), expected).any()


@given(image=images, fired=st.sampled_from([*TONES, *BY_HISTOGRAM]))
def test_large_pictures_take_a_faster_way_to_the_same_levels(
    image: Image, fired: AppliedStep
) -> None:
    times = -(-100_000 // image.pixels.size)
    large = Image(np.tile(image.pixels, (times, 1, 1)), image.mode)
    expected = np.tile(rendered(image, [fired]), (times, 1, 1))
    np.testing.assert_array_equal(rendered(large, [fired]), expected)


LINES = st.tuples(st.floats(-3, 3), st.floats(-300, 300)).map(lambda line: Tone.linear(*line))
COLOURS = st.tuples(*[st.floats(0, 3)] * 3).map(lambda factors: Tone.of_colour(*factors))


@given(
    tones=st.lists(LINES | COLOURS, min_size=1, max_size=3), mode=st.sampled_from(get_args(Mode))
)
def test_straight_lines_give_the_levels_of_the_table(tones: list[Tone], mode: Mode) -> None:
    channels = len(mode) if mode != "RGBX" else 4
    ramps = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (400, 1)), channels)
    image = Image(ramps.reshape(400, 256, channels), mode)
    curves = tuple(curve for tone in tones for curve in tone.curves)
    got = apply_tone(image, curves)
    tables = to_table(apply_curves(curves, image), 8)
    colours = 1 if image.is_gray else 3
    for channel, table in enumerate(np.broadcast_to(tables, (colours, 256))):
        np.testing.assert_array_equal(got[..., channel], table[image.pixels[..., channel]])
    if image.has_alpha:
        np.testing.assert_array_equal(got[..., -1], image.pixels[..., -1])


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
