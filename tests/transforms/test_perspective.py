"""Perspective agrees with least squares and SciPy, and has no horizon in the frame."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from oracles import (
    SCIPY_MODE,
    Floats,
    Pixels,
    as_image,
    assert_close,
    noise,
    rendered,
    unshrunk,
    weighted,
)
from scipy import ndimage

from augcli.catalogue import Real, catalogue
from augcli.imaging.image import Mode
from augcli.imaging.resampling import (
    FILL_MODES,
    INTERPOLATIONS,
    FillMode,
    Interpolation,
    Resampling,
)

from .cases import each_format, homography


def _quad(corners: float, directions: list[float], width: int, height: int) -> Floats:
    """Return the matrix of a perspective by least squares, x first, from the first pixel."""
    x, y = width - 1, height - 1
    frame = np.array([(0, 0), (x, 0), (x, y), (0, y)], np.float64)
    moved = frame + corners * np.reshape(directions, (4, 2)) * (x, y)
    rows = []
    for (u, v), (p, q) in zip(frame, moved, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -p * u, -p * v], [0, 0, 0, u, v, 1, -q * u, -q * v]]
    solution, *_ = np.linalg.lstsq(np.array(rows), moved.ravel(), rcond=None)
    return np.append(solution, 1).reshape(3, 3)


@each_format
@pytest.mark.parametrize("fill_mode", FILL_MODES)
@pytest.mark.parametrize("corners", [0.1, 0.24])
def test_a_perspective_shows_its_four_points_at_the_corners(
    corners: float, fill_mode: FillMode, mode: Mode, depth: int, sample: Pixels
) -> None:
    image = as_image(sample, mode, depth)
    height, width, _ = image.pixels.shape
    directions = [0.3, 1, -0.5, 0.2, -1, 0.7, 0.4, -0.6]
    fired = {"transform": "perspective", "corners": corners, "directions": directions}
    got = rendered(image, [fired], Resampling(fill_mode=fill_mode))
    y, x = np.mgrid[:height, :width]
    across, down, below = np.tensordot(
        _quad(corners, directions, width, height), [x, y, np.ones_like(x)], 1
    )
    where = {"constant": "grid-constant"}.get(fill_mode, SCIPY_MODE[fill_mode])
    points = across / below, down / below

    def resample(channel: Floats, fill: float) -> Floats:
        at = points[::-1]
        return np.asarray(ndimage.map_coordinates(channel, at, order=1, mode=where, cval=fill))

    assert_close(got, weighted(image, resample), depth, unshrunk(*points))


def test_a_perspective_has_no_horizon_within_the_frame() -> None:
    knob = catalogue()["perspective"].knobs["corners"]
    assert isinstance(knob, Real)
    ends = np.array([(x, y, 1) for x in (-20, 20) for y in (-15, 15)])
    for directions in itertools.product((-1.0, 1.0), repeat=8):
        quad = homography("perspective", 41, 31, corners=knob.high, directions=directions)
        assert (ends @ np.array(quad.matrix)[2] > 0).all()


@pytest.mark.parametrize("fill_mode", FILL_MODES)
@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_a_horizon_that_is_zoomed_out_to_does_no_harm(
    interpolation: Interpolation, fill_mode: FillMode
) -> None:
    directions = [1.0, 1.0, -1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    seen = {"transform": "perspective", "corners": 0.24, "directions": directions}
    out = {"transform": "zoom", "x": 10.0, "y": 10.0}
    image = noise(41, 31)
    quad = homography("perspective", 41, 31, corners=0.24, directions=directions).matrix
    assert abs(quad[2][1]) * 150 > quad[2][2]  # within what is zoomed out to
    for recipe in ([seen, out], [seen, {"transform": "barrel", "strength": 1.0}, out]):
        got = rendered(image, recipe, Resampling(interpolation, fill_mode, (90.0,)))
        assert got.shape == image.pixels.shape
