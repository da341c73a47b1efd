"""Turns, crops, skews and rotations agree with NumPy and Pillow."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import cv2
import numpy as np
import pytest
from oracles import (
    Floats,
    Pixels,
    as_image,
    assert_close,
    noise,
    off_the_rim,
    rendered,
    weighted,
)
from PIL import Image as PillowImage

from augcli.catalogue.effects import Homography
from augcli.catalogue.registry import catalogue
from augcli.imaging.image import Image, Mode
from augcli.imaging.kernels.rectangle import rectangle_sides
from augcli.imaging.resampling import (
    INTERPOLATIONS,
    Interpolation,
    Resampling,
)
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Recipe, Step

from .cases import BLACK_FILL, calls_on_pictures, each_format, homography

FRAMES = [(1, 1), (1, 6), (31, 20), (20, 31), (33, 33)]

each_frame = pytest.mark.parametrize(("width", "height"), FRAMES)
each_area = pytest.mark.parametrize("area", [0.01, 0.1, 0.36, 0.6, 0.95, 1.0])
each_aspect = pytest.mark.parametrize("aspect", [0.1, 0.75, 1.0, 1.333, 10.0])


def _corners(homography: Homography, width: int, height: int) -> Floats:
    """Return where the middles of the corner pixels come from, x first, from the centre."""
    x, y = (width - 1) / 2, (height - 1) / 2
    at = np.array([(-x, -y, 1), (x, -y, 1), (x, y, 1), (-x, y, 1)]) @ np.array(homography.matrix).T
    corners: Floats = at[:, :2] / at[:, 2:]
    return corners


@each_frame
@each_format
@pytest.mark.parametrize("turns", range(4))
def test_quarter_turns_are_those_of_numpy(
    turns: int, mode: Mode, depth: int, width: int, height: int
) -> None:
    image = noise(width, height, mode, depth)
    got = rendered(image, [{"transform": "rot90", "turns": turns}])
    np.testing.assert_array_equal(got, np.rot90(image.pixels, -turns))


@each_frame
@each_format
def test_a_transpose_swaps_rows_and_columns(
    mode: Mode, depth: int, width: int, height: int
) -> None:
    image = noise(width, height, mode, depth)
    got = rendered(image, [{"transform": "transpose"}])
    np.testing.assert_array_equal(got, image.pixels.swapaxes(0, 1))


QUARTER = {"transform": "rot90", "turns": 1}
TRANSPOSE = {"transform": "transpose"}
MIRROR = {"transform": "horizontal_flip"}
LAID: dict[str, tuple[Recipe, Any]] = {
    "a turn": ([QUARTER], lambda pixels: np.rot90(pixels, -1)),
    "a transpose": ([TRANSPOSE], lambda pixels: pixels.swapaxes(0, 1)),
    "a turn and a transpose": ([QUARTER, TRANSPOSE], lambda pixels: pixels[::-1]),
    "four turns": ([QUARTER] * 4, lambda pixels: pixels),
    "mirrored and turned": ([MIRROR, QUARTER], lambda pixels: np.rot90(pixels[:, ::-1], -1)),
    "turned and mirrored": ([QUARTER, MIRROR], lambda pixels: np.rot90(pixels, -1)[:, ::-1]),
    "transposed twice": ([TRANSPOSE, TRANSPOSE], lambda pixels: pixels),
}


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize(("recipe", "expected"), LAID.values(), ids=LAID)
def test_turns_and_mirrors_keep_every_pixel(
    recipe: Recipe, expected: Any, interpolation: Interpolation
) -> None:
    image = noise(13, 8)
    got = rendered(image, recipe, Resampling(interpolation))
    np.testing.assert_array_equal(got, expected(image.pixels))


@pytest.mark.parametrize("recipe", [recipe for recipe, _ in LAID.values()], ids=LAID)
def test_turns_and_mirrors_move_pixels_without_interpolating(recipe: Recipe) -> None:
    assert set(calls_on_pictures(noise(13, 8), recipe)) <= {"flip", "transpose"}


def test_steps_after_a_turn_see_the_turned_frame() -> None:
    image = noise(30, 20)
    got = rendered(image, [QUARTER, {"transform": "width_shift", "fraction": 0.5}])
    turned = np.rot90(image.pixels, -1)
    np.testing.assert_array_equal(got[:, 10:], turned[:, :10])


@each_area
@each_aspect
def test_a_rectangle_has_the_area_asked_for_and_fits(area: float, aspect: float) -> None:
    across, down = rectangle_sides(area, aspect)
    assert across <= 1
    assert down <= 1
    assert across * down == pytest.approx(area)
    if max(across, down) < 1:
        assert across / down == pytest.approx(aspect)


@each_area
@each_aspect
@each_frame
def test_a_crop_never_shows_fill(area: float, aspect: float, width: int, height: int) -> None:
    for position in itertools.product((0.0, 0.3, 1.0), repeat=2):
        crop = homography("crop", width, height, area=area, aspect=aspect, position=position)
        reached = np.abs(_corners(crop, width, height))
        assert (reached <= np.array([width - 1, height - 1]) / 2 + 1e-9).all()


@pytest.mark.parametrize("position", [[0.0, 0.0], [0.5, 0.5], [1.0, 0.2]])
@each_format
def test_a_crop_is_a_part_resized_by_pillow(
    sample: Pixels, position: list[float], mode: Mode, depth: int
) -> None:
    image = as_image(cv2.GaussianBlur(sample, (0, 0), 1), mode, depth)
    height, width, _ = image.pixels.shape
    fields = {"area": 0.42, "aspect": 1.2, "position": position}
    across, down = (0.42 * 1.2) ** 0.5, (0.42 / 1.2) ** 0.5
    left = position[0] * (1 - across) * (width - 1) + (1 - across) / 2
    top = position[1] * (1 - down) * (height - 1) + (1 - down) / 2
    box = (left, top, left + across * width, top + down * height)
    expected = [
        np.asarray(
            PillowImage.fromarray(channel.astype(np.float32)).resize(
                (width, height), PillowImage.Resampling.BILINEAR, box=box
            )
        )
        for channel in np.moveaxis(image.pixels, 2, 0)
    ]
    got = rendered(image, [{"transform": "crop", **fields}])
    assert_close(got, np.stack(expected, axis=2), depth)


def test_crops_lie_all_over_the_picture() -> None:
    recipes = Pipeline((Step(catalogue()["crop"]),)).draw(0, "a.jpg", 400)
    ninths = [tuple((np.array(recipe[0]["position"]) * 3 // 1).tolist()) for recipe in recipes]
    counts = Counter(ninths)
    assert len(counts) == 9
    assert min(counts.values()) > 20


@each_format
@pytest.mark.parametrize("factor", [-1.0, -0.2, 0.35])
@pytest.mark.parametrize("name", ["horizontal_skew", "vertical_skew"])
def test_skews_are_the_affine_maps_of_pillow(
    sample: Pixels, name: str, factor: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    height, width, _ = image.pixels.shape
    across, down = (factor, 0.0) if name == "horizontal_skew" else (0.0, factor)
    # Pillow's coordinates are those of the pixels' corners, from the corner of the frame.
    affine = (1.0, across, -across * height / 2, down, 1.0, -down * width / 2)

    def resample(channel: Floats, _: float) -> Floats:
        shown = PillowImage.fromarray(channel.astype(np.float32)).transform(
            (width, height),
            PillowImage.Transform.AFFINE,
            affine,
            PillowImage.Resampling.BILINEAR,
        )
        return np.asarray(shown, np.float64)

    got = rendered(image, [{"transform": name, "factor": factor}], BLACK_FILL)
    y, x = np.mgrid[:height, :width].astype(np.float64)
    points = x + across * (y - (height - 1) / 2), y + down * (x - (width - 1) / 2)
    where = off_the_rim(points, width, height)
    assert_close(got, weighted(image, resample), depth, where)


@pytest.mark.parametrize("degrees", [*range(-180, 181, 15), 270, 1.5, -44.9, 89.99, 123.4])
@pytest.mark.parametrize(("width", "height"), [(2, 7), (31, 20), (20, 31), (33, 33), (900, 50)])
def test_a_rotation_that_fits_inside_zooms_in_just_so_far(
    degrees: float, width: int, height: int
) -> None:
    fields = {"degrees": degrees, "fit_inside": True}
    turn = homography("rotation", width, height, **fields)
    reached = np.abs(_corners(turn, width, height))
    half = np.array([width - 1, height - 1]) / 2
    assert (reached <= half + 1e-9).all()
    assert np.isclose(reached, half).any()
    (a, b, _), (c, d, _), _ = turn.matrix
    assert (a, b) == pytest.approx((d, -c))  # not stretched
    assert np.degrees(np.arctan2(b, a)) % 360 == pytest.approx(degrees % 360)


@pytest.mark.parametrize("degrees", [-77.0, 3.0, 45.0, 90.0, 200.0])
@pytest.mark.parametrize(("width", "height"), [(90, 20), (20, 90), (40, 40)])
def test_a_rotation_that_fits_inside_shows_no_fill(degrees: float, width: int, height: int) -> None:
    white = Image(np.full((height, width, 3), 255, np.uint8), "RGB")
    fired = {"transform": "rotation", "degrees": degrees, "fit_inside": True}
    assert rendered(white, [fired], BLACK_FILL).min() == 255
