"""``--rotation-expand``: the frame grows with the rotation, so that nothing is cut off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import Pixels, levels_apart, noise, rendered
from PIL import Image as PillowImage

from augcli.catalogue.effects import Homography
from augcli.errors import SourceProblem
from augcli.imaging.image import Frame, Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import effects_of, fuse, render
from augcli.pipeline.steps import AppliedStep, Recipe

SHARP = Resampling("nearest", "constant")
CORNERS = (50, 100, 150, 200)

angles = st.floats(-360, 360)
sides = st.integers(1, 300)


def _turned(degrees: float) -> AppliedStep:
    return {"transform": "rotation", "degrees": degrees, "expand": True}


def _with_corners(width: int, height: int) -> Image:
    """A gray picture of level 20 with a square of another level in each corner."""
    pixels = np.full((height, width, 1), 20, np.uint8)
    for level, (y, x) in zip(CORNERS, ((0, 0), (0, -3), (-3, -3), (-3, 0)), strict=True):
        pixels[y : y + 3 or None, x : x + 3 or None] = level
    return Image(pixels, "L")


@given(sides, sides, angles)
def test_the_frame_is_the_one_that_pillow_makes(width: int, height: int, degrees: float) -> None:
    _, frame = effects_of([_turned(degrees)], Frame(width, height), SHARP)
    by_pillow = PillowImage.new("1", (width, height)).rotate(-degrees, expand=True).size
    assert max(abs(ours - theirs) for ours, theirs in zip(frame, by_pillow, strict=True)) <= 1


@given(sides, sides, angles)
def test_every_pixel_of_the_source_lies_in_the_frame(
    width: int, height: int, degrees: float
) -> None:
    effects, frame = effects_of([_turned(degrees)], Frame(width, height), SHARP)
    (turn,) = fuse(effects)
    assert isinstance(turn, Homography)
    to_output = np.linalg.inv(np.array(turn.matrix))
    x, y = (width - 1) / 2, (height - 1) / 2
    corners = to_output @ np.array([(x, y, 1), (x, -y, 1), (-x, y, 1), (-x, -y, 1)]).T
    half = np.array([[frame.width - 1], [frame.height - 1]]) / 2
    assert (np.abs(corners[:2]) <= half + 1e-6).all()
    # No larger than needed: less than a pixel at each side.
    assert (half - np.abs(corners[:2]).max(axis=1, keepdims=True) < 1).all()


@pytest.mark.parametrize(
    "more",
    [
        [],
        [{"transform": "horizontal_flip"}],
        [{"transform": "vertical_flip"}, {"transform": "rot90", "turns": 1}],
        [{"transform": "zoom", "x": 2.0, "y": 1.5}],
        [{"transform": "zoom", "x": 1.2, "y": 1.2}, {"transform": "shear", "degrees": 5.0}],
        [{"transform": "gaussian_blur", "pixels": 0.0}, _turned(-20.0)],
    ],
    ids=lambda more: ",".join(one["transform"] for one in more) or "alone",
)
@pytest.mark.parametrize("degrees", [0.0, 7.0, 45.0, 90.0, 133.0, -60.0, 180.0])
def test_all_corners_of_the_picture_are_seen(degrees: float, more: Recipe) -> None:
    shown = rendered(_with_corners(40, 25), [_turned(degrees), *more], SHARP)
    assert set(CORNERS) <= set(np.unique(shown))


@pytest.mark.parametrize(("degrees", "turns"), [(90.0, 1), (180.0, 2), (-90.0, 3), (360.0, 0)])
def test_a_quarter_turn_is_exact(degrees: float, turns: int) -> None:
    image = noise(30, 17)
    expected = rendered(image, [{"transform": "rot90", "turns": turns}])
    assert np.array_equal(rendered(image, [_turned(degrees)]), expected)


def test_it_shows_what_the_rotation_alone_shows_and_more_around_it() -> None:
    image, how = noise(40, 30), Resampling("bilinear", "constant")
    alone = rendered(image, [{"transform": "rotation", "degrees": 30.0}], how)
    grown = rendered(image, [_turned(30.0)], how)
    assert grown.shape[:2] == (46, 50)
    assert levels_apart(grown[8:38, 5:45], alone).max() <= 1


def test_steps_that_follow_count_in_the_grown_frame() -> None:
    shift = {"transform": "width_shift", "fraction": 0.5}
    still = rendered(_with_corners(40, 25), [_turned(45.0)], SHARP)
    moved = rendered(_with_corners(40, 25), [_turned(45.0), shift], SHARP)
    half = still.shape[1] // 2
    assert np.array_equal(moved[:, still.shape[1] - half :], still[:, :half])


def test_a_given_size_is_kept() -> None:
    def shown(fit: str) -> Pixels:
        canvas = Canvas(_with_corners(40, 25), Frame(24, 24), fit)  # type: ignore[arg-type]  # one of FITS
        return render(canvas, [_turned(45.0)], SHARP).pixels

    for fit in ("stretch", "contain", "cover"):
        assert shown(fit).shape == (24, 24, 1)
    assert set(CORNERS) <= set(np.unique(shown("stretch")))


def test_a_picture_that_would_grow_too_large_is_refused() -> None:
    with pytest.raises(SourceProblem, match="would have 21215x21215 pixels after its rotation"):
        effects_of([_turned(45.0)], Frame(30_000, 2), SHARP)
