"""Neighbours of a kind fuse: any number of them is one pass over the pixels."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencv_calls import opencv_calls
from oracles import Pixels, noise, rendered
from strategies import images

from augcli.catalogue.registry import catalogue
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.lazy import cv2
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import render, render_all
from augcli.pipeline.steps import Recipe, Step

GEOMETRY: Recipe = [
    {"transform": "rotation", "degrees": 11.5},
    {"transform": "width_shift", "fraction": 0.03},
    {"transform": "height_shift", "pixels": -2.6},
    {"transform": "shear", "degrees": 6.0},
    {"transform": "zoom", "x": 0.9, "y": 1.1},
    {"transform": "horizontal_flip"},
    {"transform": "vertical_flip"},
]
TONE: Recipe = [
    {"transform": "brightness", "factor": 1.1},
    {"transform": "channel_shift", "offset": -12.0},
    {"transform": "contrast", "factor": 0.9},
]
TABLES = ("LUT", "transform")
"""What changes levels: a table, or a line that gives the same levels."""


def _smooth(width: int, height: int, mode: Mode, depth: int) -> Image:
    """Make a picture that resampling several times hardly blurs."""
    blurred = cv2.GaussianBlur(noise(width, height, mode, depth).pixels, (0, 0), 5)
    pixels: Pixels = blurred.reshape(height, width, -1)
    return Image(pixels, mode)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("mode", get_args(Mode))
def test_fused_steps_give_what_they_give_one_after_the_other(mode: Mode, depth: int) -> None:
    source = _smooth(81, 64, mode, depth)
    fused = rendered(source, GEOMETRY + TONE)
    pixels = source.pixels
    for fired in GEOMETRY + TONE:
        pixels = rendered(Image(pixels, mode), [fired])
    apart = np.abs(fused.astype(float) - pixels)[16:48, 20:60]  # the rest shows fill
    assert apart.mean() / (257 if depth == 16 else 1) < 1
    assert apart.max() / (257 if depth == 16 else 1) < 4


@given(image=images, tones=st.permutations(TONE))
def test_tones_fuse_in_their_order_with_one_rounding(image: Image, tones: Recipe) -> None:
    fused = rendered(image, tones)
    pixels = image.pixels
    for fired in tones:
        pixels = rendered(Image(pixels, image.mode), [fired])
    assert np.abs(fused.astype(int) - pixels).max() <= 2


def _counted(image: Image, recipe: Recipe, size: Frame | None = None) -> dict[str, int]:
    """Count the calls that touch every pixel."""
    names = ("warpAffine", "remap", "warpPerspective", "flip", "resize", *TABLES)
    calls = opencv_calls(names, image, recipe, size)
    return {name: len(made) for name, made in calls.items() if made}


def test_all_ten_transforms_on_one_copy_are_one_resample_and_one_table() -> None:
    classic = [found.name for found in catalogue().values() if found.classic]
    assert [fired["transform"] for fired in GEOMETRY + TONE] == classic
    counts = _counted(noise(64, 33), GEOMETRY + TONE)
    assert counts.pop("warpAffine") == 1
    assert [counts.get(name, 0) for name in TABLES] in ([1, 0], [0, 1])


@given(image=images, size=st.sampled_from([None, Frame(7, 9)]), seed=st.integers(0, 99))
def test_copies_made_together_are_those_made_one_by_one(
    image: Image, size: Frame | None, seed: int
) -> None:
    groups = ("geometry", "tone", "colour", "blur", "erasing")
    found = [one for one in catalogue().values() if one.group in groups]
    often = tuple(Step(one, chance=0.2) for one in found)
    recipes = Pipeline(often).draw(seed, "a.png", 4)
    canvas = Canvas(image, size)
    together = render_all([(canvas, one) for one in [[], *recipes]], Resampling())
    for recipe, made in zip([[], *recipes], together, strict=True):
        alone = render(canvas, recipe, Resampling())
        assert made.mode == alone.mode
        np.testing.assert_array_equal(made.pixels, alone.pixels)


@pytest.mark.parametrize("size", [Frame(40, 40), Frame(64, 33), Frame(100, 70)])
def test_another_size_costs_no_second_resample(size: Frame) -> None:
    assert _counted(noise(64, 33), GEOMETRY, size) == {"warpAffine": 1}


@pytest.mark.parametrize(
    ("recipe", "calls"),
    [
        ([], {}),
        ([{"transform": "rotation", "degrees": 0.0}], {}),
        ([{"transform": "horizontal_flip"}], {"flip": 1}),
        ([{"transform": "horizontal_flip"}, {"transform": "vertical_flip"}], {"flip": 1}),
        ([{"transform": "horizontal_flip"}] * 2, {}),
    ],
)
def test_a_picture_that_keeps_its_grid_is_not_resampled(
    recipe: Recipe, calls: dict[str, int]
) -> None:
    assert _counted(noise(64, 33), recipe) == calls


def test_the_drawn_recipe_of_all_classic_flags_is_one_resample_and_one_table() -> None:
    steps = tuple(
        Step(
            transform,
            {name: knob.parse(knob.examples[0]) for name, knob in transform.knobs.items()},
        )
        for transform in catalogue().values()
        if transform.classic
    )
    (recipe,) = Pipeline(steps).draw(0, "a.jpg", 1)
    assert len(recipe) == len(steps)
    assert sum(_counted(noise(64, 33), recipe).values()) == 2
