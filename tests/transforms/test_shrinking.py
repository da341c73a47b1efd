"""Shrinking averages: fine patterns fade, as in Pillow, and don't become other patterns."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from oracles import noise, rendered
from PIL import Image as PillowImage

from augcli.imaging.image import Frame, Image
from augcli.imaging.resampling import Interpolation, Resampling
from augcli.pipeline.canvas import Canvas, Fit
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe

SIDE = 240
FACTORS = [1.02, *np.round(np.arange(1.05, 4.01, 0.05), 2).tolist()]
REFLECTED = Resampling(fill_mode="reflect")


@cache
def _picture(kind: str, depth: int = 8) -> Image:
    if kind == "noise":
        return noise(SIDE, SIDE, "RGB", depth)
    pixels = np.zeros((SIDE, SIDE, 3), np.uint8)
    if kind == "rows":
        pixels[::2] = 255
    else:
        pixels[:, ::2] = 255
    return Image(pixels if depth == 8 else pixels.astype(np.uint16) * np.uint16(257), "RGB")


@cache
def _by_pillow(kind: str, factor: float) -> float:
    side = round(SIDE / factor)
    shown = PillowImage.fromarray(_picture(kind).pixels).resize(
        (side, side), PillowImage.Resampling.BILINEAR
    )
    return float(np.asarray(shown).std())


def _zoomed(kind: str, factor: float, depth: int = 8) -> float:
    zoom = {"transform": "zoom", "x": factor, "y": factor}
    pixels = rendered(_picture(kind, depth), [zoom], REFLECTED)
    return float(pixels.std()) / (257 if depth == 16 else 1)


def _sized(kind: str, factor: float) -> float:
    side = round(SIDE / factor)
    return float(render(Canvas(_picture(kind), Frame(side, side)), [], Resampling()).pixels.std())


def _seen_aslant(kind: str, factor: float) -> float:
    zoom = {"transform": "zoom", "x": factor, "y": factor}
    slight = {"transform": "perspective", "corners": 1e-3, "directions": [1.0, -1.0] * 4}
    return float(rendered(_picture(kind), [slight, zoom], REFLECTED).std())


@pytest.mark.parametrize("kind", ["columns", "rows", "noise"])
@pytest.mark.parametrize("shown", [_zoomed, _sized, _seen_aslant])
def test_deviation_falls_as_that_of_pillow_without_a_step(shown: object, kind: str) -> None:
    assert callable(shown)
    found = np.array([shown(kind, factor) for factor in FACTORS])
    expected = np.array([_by_pillow(kind, factor) for factor in FACTORS])
    assert (found <= expected + 16).all()
    assert (found >= 0.75 * expected - 12).all()
    assert np.diff(found).max() <= 6  # it doesn't rise again
    assert np.diff(found).min() >= -10  # nor drop at once


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("kind", ["columns", "rows"])
@pytest.mark.parametrize("factor", [1.7, 2.0, 2.3, 3.0, 3.7, 5.0, 8.0])
def test_stripes_of_a_pixel_become_gray(kind: str, factor: float, depth: int) -> None:
    assert _zoomed(kind, factor, depth) < 6


@pytest.mark.parametrize("interpolation", ["bilinear", "bicubic", "lanczos"])
@pytest.mark.parametrize("depth", [8, 16])
def test_a_last_column_without_a_pair_makes_no_streak(
    depth: int, interpolation: Interpolation
) -> None:
    pixels = _picture("columns", depth).pixels[:, : SIDE - 1]
    zoom: Recipe = [{"transform": "zoom", "x": 7.0, "y": 7.0}]
    shown = rendered(Image(pixels.copy(), "RGB"), zoom, Resampling(interpolation, "reflect"))
    assert shown[..., 0].std() < (2 if depth == 8 else 2 * 257)


def test_stripes_are_averaged_along_the_axis_that_is_shrunk_alone() -> None:
    zoom: Recipe = [{"transform": "zoom", "x": 3.0, "y": 1.0}]
    assert rendered(_picture("columns"), zoom, REFLECTED).std() < 6
    np.testing.assert_array_equal(
        rendered(_picture("rows"), zoom, REFLECTED), _picture("rows").pixels
    )


@pytest.mark.parametrize("fit", ["stretch", "cover", "contain"])
def test_every_fit_averages(fit: Fit) -> None:
    how = Resampling(fill_mode="constant", fill_value=(127.5,))
    shown = render(Canvas(_picture("columns"), Frame(150, 140), fit), [], how).pixels
    assert shown.std() < 20


@pytest.mark.parametrize("degrees", [0.0, 30.0, 45.0])
def test_geometry_is_averaged_by_what_all_of_it_does(degrees: float) -> None:
    turned: Recipe = [
        {"transform": "zoom", "x": 0.5, "y": 0.5},
        {"transform": "rotation", "degrees": degrees},
        {"transform": "zoom", "x": 6.0, "y": 6.0},
    ]
    assert rendered(_picture("columns"), turned, REFLECTED).std() < 6


def test_geometry_after_another_step_averages_too() -> None:
    recipe: Recipe = [
        {"transform": "gaussian_blur", "pixels": 0.01},
        {"transform": "zoom", "x": 3.0, "y": 3.0},
    ]
    assert rendered(_picture("columns"), recipe, REFLECTED).std() < 6


def test_a_lens_averages_where_it_shrinks_and_nowhere_else() -> None:
    image = noise(301, 301, "RGB")
    barrel: Recipe = [
        {"transform": "barrel", "strength": 1.0},
        {"transform": "zoom", "x": 1.2, "y": 1.2},
    ]
    shown = rendered(image, barrel, REFLECTED)
    sharp = rendered(image, barrel, Resampling("nearest", "reflect"))
    corner, middle = np.s_[:40, :40], np.s_[120:180, 120:180]
    assert shown[corner].std() < 0.6 * sharp[corner].std()
    # The scale in the middle is 0.96: bilinear sampling keeps two thirds of the deviation of noise.
    assert shown[middle].std() == pytest.approx(sharp[middle].std() * 2 / 3, rel=0.1)


@pytest.mark.parametrize(
    "fired",
    [
        {"transform": "rotation", "degrees": 33.0},
        {"transform": "shear", "degrees": 14.0},
        {"transform": "horizontal_skew", "factor": 0.3},
        {"transform": "zoom", "x": 1.02, "y": 0.3},
        {"transform": "barrel", "strength": 0.05},
    ],
    ids=lambda fired: fired["transform"],
)
def test_what_shrinks_nothing_is_as_sharp_as_interpolation_allows(fired: dict[str, object]) -> None:
    # Linear interpolation between pixels of noise keeps two thirds of its deviation, on the mean.
    found = rendered(_picture("noise"), [fired], REFLECTED).std()
    assert found >= 0.61 * _picture("noise").pixels.std()


def test_nearest_takes_pixels_as_they_are() -> None:
    how = Resampling("nearest", "reflect")
    shown = rendered(_picture("columns"), [{"transform": "zoom", "x": 3.0, "y": 3.0}], how)
    assert set(np.unique(shown)) <= {0, 255}
    shown = render(Canvas(_picture("columns"), Frame(100, 90)), [], how).pixels
    assert set(np.unique(shown)) <= {0, 255}
