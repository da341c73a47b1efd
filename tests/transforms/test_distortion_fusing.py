"""Distortions and the geometry around them are one resampling."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import noise, rendered

from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import cv2
from augcli.pipeline.steps import AppliedStep

from .cases import BENT, calls_on_pictures, each_bend

TURN: AppliedStep = {"transform": "rotation", "degrees": 14.0}


def _smooth(width: int, height: int) -> Image:
    """Make a picture that resampling several times hardly blurs."""
    return Image(cv2.GaussianBlur(noise(width, height).pixels, (0, 0), 5), "RGB")


@each_bend
@pytest.mark.parametrize("turned", ["before", "after", "on both sides"])
def test_a_distortion_among_geometry_gives_what_one_after_the_other_gives(
    fired: AppliedStep, turned: str
) -> None:
    recipe = {
        "before": [TURN, fired],
        "after": [fired, TURN],
        "on both sides": [{"transform": "rot90", "turns": 1}, fired, TURN],
    }[turned]
    source = _smooth(120, 90)
    pixels = source.pixels
    for one in recipe:
        pixels = rendered(Image(pixels, "RGB"), [one])
    height, width, _ = pixels.shape
    middle = np.s_[height // 5 : -height // 5, width // 5 : -width // 5]  # the rest shows fill
    apart = np.abs(rendered(source, recipe).astype(float) - pixels)[middle]
    assert apart.mean() < 1
    assert apart.max() < 5


@each_bend
@pytest.mark.parametrize("size", [None, Frame(40, 40)])
def test_a_distortion_and_the_geometry_around_it_are_one_resampling(
    fired: AppliedStep, size: Frame | None
) -> None:
    # Enlarged all over: where a picture is shrunk, its averages are sampled too.
    zoom: AppliedStep = {"transform": "zoom", "x": 0.3, "y": 0.3}
    recipe = [TURN, {"transform": "horizontal_flip"}, fired, TURN, BENT["barrel"], zoom]
    assert calls_on_pictures(noise(64, 33), recipe, size) == ["remap"]


def test_a_neutral_distortion_does_not_separate_the_geometry_around_it() -> None:
    neutral: AppliedStep = {"transform": "barrel", "strength": 0.0}
    assert calls_on_pictures(noise(64, 33), [TURN, neutral, TURN]) == ["warpAffine"]
