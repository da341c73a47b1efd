"""Distortions agree with their formulas and with SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import (
    SCIPY_MODE,
    Floats,
    Pixels,
    Points,
    as_image,
    assert_close,
    noise,
    rendered,
    unshrunk,
    weighted,
)
from scipy import interpolate, ndimage

from augcli.catalogue.effects import Field
from augcli.catalogue.registry import catalogue
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.kernels import noise as noise_by_seed
from augcli.imaging.resampling import FILL_MODES, FillMode, Resampling
from augcli.pipeline.steps import AppliedStep

from .cases import each_bend, each_format

FRAMES = [(1, 1), (1, 6), (31, 20), (20, 31), (401, 101)]
SIX_TO_ONE = (300, 50)

each_frame = pytest.mark.parametrize(("width", "height"), FRAMES)
each_strength = pytest.mark.parametrize("strength", [-1.0, -0.3, 0.3, 1.0])


def _from_centre(width: int, height: int) -> Points:
    y, x = np.mgrid[:height, :width].astype(np.float64)
    return x - (width - 1) / 2, y - (height - 1) / 2


def _points(fired: AppliedStep, width: int, height: int) -> Points:
    """Return where each pixel comes from, in pixels from the centre."""
    fields = {name: value for name, value in fired.items() if name != "transform"}
    effect = catalogue()[fired["transform"]].effect(fields, Frame(width, height))
    assert isinstance(effect, Field)
    (bend,) = effect.maps
    assert callable(bend)
    across, down = _from_centre(width, height)
    x, y = bend(across[:1].astype(np.float32), down[:, :1].astype(np.float32))
    return tuple(np.broadcast_to(one, (height, width)).astype(np.float64) for one in (x, y))  # type: ignore[return-value]  # two, as they went in


def _sampled(image: Image, points: Points, mode: str = "nearest") -> Floats:
    height, width, _ = image.pixels.shape
    x, y = points
    at = [y + (height - 1) / 2, x + (width - 1) / 2]

    def resample(channel: Floats, fill: float) -> Floats:
        return np.asarray(ndimage.map_coordinates(channel, at, order=1, mode=mode, cval=fill))

    return weighted(image, resample)


@each_bend
@pytest.mark.parametrize("fill_mode", FILL_MODES)
@each_format
def test_a_distortion_samples_its_field_as_scipy_does(
    sample: Pixels, fired: AppliedStep, fill_mode: FillMode, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    points = _points(fired, *image.frame)
    where = {"constant": "grid-constant"}.get(fill_mode, SCIPY_MODE[fill_mode])
    got = rendered(image, [fired], Resampling(fill_mode=fill_mode))
    assert_close(got, _sampled(image, points, where), depth, unshrunk(*points))


def _moves(fired: AppliedStep, width: int, height: int) -> Floats:
    """Return how far each pixel moves, x and y, down the rows of an array."""
    found = zip(_points(fired, width, height), _from_centre(width, height), strict=True)
    return np.stack([point - start for point, start in found])


@pytest.mark.parametrize(("alpha", "sigma"), [(0.02, 0.08), (0.1, 0.05), (0.01, 0.3)])
@pytest.mark.parametrize(("width", "height"), [(200, 120), (90, 160)])
def test_elastic_moves_points_by_alpha_and_as_far_as_sigma_alike(
    alpha: float, sigma: float, width: int, height: int
) -> None:
    fired = {"transform": "elastic", "alpha": alpha, "sigma": sigma}
    side = min(width, height)
    moves = np.array([_moves({**fired, "seed": seed}, width, height) for seed in range(60)])
    assert np.sqrt(np.mean(moves**2, axis=(0, 2, 3))) == pytest.approx(alpha * side, rel=0.15)
    rim = moves[:, :, [0, -1]]  # as much as elsewhere
    assert np.sqrt(np.mean(rim**2)) == pytest.approx(alpha * side, rel=0.25)
    # White noise that was smoothed by a Gaussian is correlated like one of twice the variance.
    apart = round(sigma * side)
    near, far = moves[:, :, :, :-apart], moves[:, :, :, apart:]
    correlation = np.mean(near * far) / np.mean(moves**2)
    assert correlation == pytest.approx(np.exp(-((apart / (sigma * side)) ** 2) / 4), abs=0.1)
    assert abs(np.mean(moves[:, 0] * moves[:, 1])) < 0.15 * (alpha * side) ** 2


@each_frame
@pytest.mark.parametrize(("limit", "cells"), [(0.3, 5), (0.9, 3), (0.5, 100)])
def test_a_grid_is_that_of_its_spacings(limit: float, cells: int, width: int, height: int) -> None:
    fired = {"transform": "grid_distortion", "limit": limit, "cells": cells, "seed": 3}
    x, y = _points(fired, width, height)
    spacing = 1 + limit * (2.0 * noise_by_seed.uniform(3, 2, cells) - 1)
    for got, steps, side in zip((x[0], y[:, 0]), spacing, (width, height), strict=True):
        lines = np.append(0, np.cumsum(steps)) / steps.sum() * (side - 1)
        expected = np.interp(np.arange(side), np.linspace(0, side - 1, cells + 1), lines)
        np.testing.assert_allclose(got, expected - (side - 1) / 2, atol=2e-3)
    assert (x == x[0]).all()
    assert (y == y[:, :1]).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_rows_and_columns_of_a_grid_keep_their_order_and_the_rim_its_place(seed: int) -> None:
    fired = {"transform": "grid_distortion", "limit": 0.9, "cells": 5, "seed": seed}
    for columns in (_points(fired, 90, 1)[0][0], _points(fired, 1, 90)[1][:, 0]):
        assert (np.diff(columns) > 0).all()
        assert columns[[0, -1]] == pytest.approx([-44.5, 44.5])


@each_strength
@pytest.mark.parametrize(("width", "height"), [(31, 20), (20, 31), SIX_TO_ONE])
def test_a_lens_moves_points_along_rays_by_its_formula(
    strength: float, width: int, height: int
) -> None:
    x, y = _from_centre(width, height)
    r, angle = np.hypot(x, y) / np.hypot(*_from_centre(width, height))[0, 0], np.arctan2(y, x)
    bent = r * (1 + strength / 4 * r**2)
    got_x, got_y = _points({"transform": "barrel", "strength": strength}, width, height)
    got = np.hypot(got_x, got_y)
    scale = got[0, 0] / bent[0, 0]
    np.testing.assert_allclose(got_x, scale * bent * np.cos(angle), atol=1e-4 * width)
    np.testing.assert_allclose(got_y, scale * bent * np.sin(angle), atol=1e-4 * height)
    in_order = got.ravel()[np.argsort(r, axis=None, kind="stable")]
    assert (np.diff(in_order) > -1e-4).all()


@each_strength
@pytest.mark.parametrize(("width", "height"), [(31, 21), (21, 31), (31, 31), SIX_TO_ONE])
def test_a_lens_shows_no_fill_and_just_reaches_the_rim(
    strength: float, width: int, height: int
) -> None:
    x, y = _points({"transform": "barrel", "strength": strength}, width, height)
    overhang = np.maximum(np.abs(x) - (width - 1) / 2, np.abs(y) - (height - 1) / 2)
    assert overhang.max() == pytest.approx(0, abs=0.01)


def test_a_positive_lens_bends_lines_outwards_and_a_negative_one_inwards() -> None:
    # The line shown at the top of a barrel's bow comes from further in at its ends.
    for strength, sign in ((1.0, 1), (-1.0, -1)):
        _, y = _points({"transform": "barrel", "strength": strength}, 41, 41)
        row = np.abs(y[5])
        assert sign * (row[0] - row[20]) > 1


def test_a_lens_does_not_fold_what_lies_beyond_the_corners() -> None:
    image = noise(40, 30)
    out: AppliedStep = {"transform": "zoom", "x": 3.0, "y": 3.0}
    shut = Resampling("nearest", "constant", (0.0,))
    ones = Image(np.full_like(image.pixels, 255), "RGB")
    got = rendered(ones, [{"transform": "barrel", "strength": -1.0}, out], shut)[..., 0]
    inside = np.s_[9:21, 12:28]
    assert got[inside].any()
    got[inside] = 0
    assert not got.any()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("width", "height"), [(97, 61), (40, 90), (2, 3)])
def test_a_thin_plate_is_that_of_scipy(seed: int, width: int, height: int) -> None:
    strength = 0.15
    got = _moves({"transform": "thin_plate", "strength": strength, "seed": seed}, width, height)
    moved = strength * (2 * noise_by_seed.uniform(seed, 16, 2) - 1)
    y, x = np.mgrid[:4, :4] / 3
    spline = interpolate.RBFInterpolator(
        np.column_stack([x.ravel(), y.ravel()]), moved, kernel="thin_plate_spline", degree=1
    )
    y, x = np.mgrid[:height, :width] / np.array([height - 1, width - 1]).reshape(2, 1, 1)
    expected = spline(np.column_stack([x.ravel(), y.ravel()])).reshape(height, width, 2)
    shares = np.moveaxis(got, 0, 2) / (width - 1, height - 1)
    np.testing.assert_allclose(shares, expected, atol=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_a_thin_plate_does_not_fold(seed: int) -> None:
    x, y = _points({"transform": "thin_plate", "strength": 0.15, "seed": seed}, 80, 60)
    (x_down, x_across), (y_down, y_across) = np.gradient(x), np.gradient(y)
    assert (x_across * y_down - x_down * y_across > 0).mean() > 0.99
