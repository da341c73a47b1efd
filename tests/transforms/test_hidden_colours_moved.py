"""What can't be seen changes nothing that can: colours are weighted by alpha where pixels move."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from oracles import Pixels, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageDraw

from augcli.catalogue import Transform, catalogue
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Interpolation, Resampling
from augcli.pipeline.canvas import Canvas, Fit
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import render
from augcli.pipeline.steps import Step

from .extremes import is_moving

MOVING = [found for found in catalogue().values() if is_moving(found)]
TRANSLUCENT = (90.0, 20.0, 250.0, 0.0)


def _with_holes(mode: Mode, depth: int, hidden: int) -> Image:
    """Make a picture whose alpha is 0 in a half of it; ``hidden`` is the colour there."""
    image = noise(40, 27, mode, depth)
    image.pixels[:, :, -1][noise(40, 27, "L", 8, seed=1).pixels[..., 0] < 128] = 0
    image.pixels[image.pixels[..., -1] == 0, :-1] = hidden
    return image


def _on(background: int, pixels: Pixels, top: int) -> Pixels:
    opacity = pixels[..., -1:] / top
    on: Pixels = pixels[..., :-1] * opacity + background * (1 - opacity)
    return on


def _assert_alike(black: Pixels, white: Pixels, top: int) -> None:
    np.testing.assert_array_equal(black[..., -1], white[..., -1])
    for background in (0, top):
        np.testing.assert_array_equal(_on(background, black, top), _on(background, white, top))


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("transform", MOVING, ids=lambda found: found.name)
def test_colours_under_alpha_0_change_nothing_that_is_seen(
    transform: Transform, mode: Mode, depth: int
) -> None:
    (recipe,) = Pipeline((Step(transform),)).draw(1, "a.jpg", 1)
    for interpolation in INTERPOLATIONS:
        for fill_mode in FILL_MODES:
            how = Resampling(interpolation, fill_mode, TRANSLUCENT)
            black, white = (
                rendered(_with_holes(mode, depth, hidden), recipe, how)
                for hidden in (0, 2**depth - 1)
            )
            _assert_alike(black, white, 2**depth - 1)


@pytest.mark.parametrize("size", [Frame(31, 22), Frame(9, 13), Frame(80, 90)])
@pytest.mark.parametrize("fit", get_args(Fit))
@pytest.mark.parametrize("depth", [8, 16])
def test_colours_under_alpha_0_change_no_copy_of_another_size(
    depth: int, fit: Fit, size: Frame
) -> None:
    how = Resampling(fill_mode="constant", fill_value=TRANSLUCENT)
    black, white = (
        render(Canvas(_with_holes("RGBA", depth, hidden), size, fit), [], how).pixels
        for hidden in (0, 2**depth - 1)
    )
    _assert_alike(black, white, 2**depth - 1)


@pytest.mark.parametrize("fill", [(200.0, 10.0, 90.0, 0.0), (10.0, 200.0, 90.0, 100.0)])
def test_the_colour_of_a_fill_shows_as_far_as_the_fill_does(fill: tuple[float, ...]) -> None:
    image = Image(np.full((30, 30, 4), (0, 0, 250, 255), np.uint8), "RGBA")
    how = Resampling("bilinear", "constant", fill)
    turned = rendered(image, [{"transform": "rotation", "degrees": 30.0}], how).astype(float)
    # Between picture and fill, a colour is mixed in the shares of their opacities.
    share = (turned[..., 3] - fill[3]) / (255 - fill[3])
    weights = np.stack([share * 255, (1 - share) * fill[3]])
    mixed = (weights[0, ..., None] * (0, 0, 250) + weights[1, ..., None] * fill[:3]) / np.maximum(
        weights.sum(axis=0), 1
    )[..., None]
    visible = turned[..., 3] > 8
    assert np.abs(turned[..., :3] - mixed)[visible].max() <= 4


def test_a_turned_disc_has_no_rim_as_turned_by_pillow() -> None:
    disc = PillowImage.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(disc).ellipse((12, 12, 52, 52), fill=(255, 0, 0, 255))
    image = Image(np.array(disc), "RGBA")
    got = rendered(image, [{"transform": "rotation", "degrees": 20.0}])
    assert (got[got[..., 3] > 0, :3] == (255, 0, 0)).all()
    by_pillow = disc.convert("RGBa").rotate(-20, PillowImage.Resampling.BILINEAR).convert("RGBA")
    assert np.abs(got.astype(int) - np.array(by_pillow))[..., 3].max() <= 2


def test_low_alpha_loses_no_colour() -> None:
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[...] = (201, 77, 13, 1)
    got = rendered(Image(pixels, "RGBA"), [{"transform": "rotation", "degrees": 20.0}])
    np.testing.assert_array_equal(got, pixels)


@pytest.mark.parametrize("name", ["rot90", "transpose", "horizontal_flip", "vertical_flip"])
def test_whole_pixels_keep_the_colours_that_are_not_seen(name: str) -> None:
    image = _with_holes("RGBA", 8, 77)
    (recipe,) = Pipeline((Step(catalogue()[name]),)).draw(2, "a.jpg", 1)
    got = rendered(image, recipe)
    assert sorted(got.reshape(-1, 4).tolist()) == sorted(image.pixels.reshape(-1, 4).tolist())


@pytest.mark.parametrize("interpolation", ["bicubic", "lanczos"])
def test_overshoots_where_little_is_seen_are_white_not_black(interpolation: Interpolation) -> None:
    image = noise(60, 60, "LA", 16)
    image.pixels[..., 0] = 65535
    image.pixels[..., 1] = np.where(noise(60, 60, "L", 8, seed=1).pixels[..., 0] < 128, 0, 3)
    turn = {"transform": "rotation", "degrees": 20.0}
    got = rendered(image, [turn], Resampling(interpolation))
    assert got[got[..., 1] > 0][:, 0].min() >= 65534
