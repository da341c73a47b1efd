"""Blurs agree with SciPy, Pillow and formulas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from oracles import Floats, Pixels, as_image, assert_close, noise, rendered
from PIL import Image as PillowImage
from PIL import ImageFilter
from scipy import ndimage

from augcli.imaging.image import Image, Mode

from .filters import apart, applied, colours, each_mode, filtered, smoothed

BLURS: list[dict[str, Any]] = [
    *[{"transform": "gaussian_blur", "pixels": pixels} for pixels in (0.6, 3.5, 3.6, 9.1, 500.0)],
    *[{"transform": "box_blur", "pixels": pixels} for pixels in (0.3, 2.0, 7.9, 200.0)],
    *[{"transform": "defocus", "pixels": pixels} for pixels in (0.3, 2.0, 5.0, 5.1, 200.0)],
    *[{"transform": "motion_blur", "fraction": length, "angle": 20.0} for length in (0.04, 0.25)],
    *[{"transform": "zoom_blur", "strength": strength} for strength in (0.01, 0.1, 0.5)],
    *[{"transform": "median_blur", "radius": radius} for radius in (1, 2, 3, 7)],
]
each_blur = pytest.mark.parametrize(
    "blur", BLURS, ids=lambda blur: "-".join(map(str, blur.values()))
)


@each_blur
@pytest.mark.parametrize("depth", [8, 16])
def test_a_blur_leaves_an_even_area_as_it_is(blur: dict[str, Any], depth: int) -> None:
    flat = noise(1, 1, depth=depth).pixels.repeat(23, 0).repeat(31, 1)
    np.testing.assert_array_equal(rendered(Image(flat, "RGB"), [blur]), flat)


@each_blur
def test_a_blur_favours_no_side(blur: dict[str, Any], sample: Pixels) -> None:
    turned = Image(np.ascontiguousarray(sample[::-1, ::-1]), "RGB")
    got = rendered(turned, [blur])[::-1, ::-1]
    assert_close(got, rendered(Image(sample, "RGB"), [blur]))


@each_blur
def test_a_blur_makes_neighbours_more_alike(blur: dict[str, Any]) -> None:
    image = noise(64, 48)
    assert rendered(image, [blur]).std() < 0.99 * image.pixels.std()


@each_mode
@pytest.mark.parametrize("sigma", [0.7, 3.0, 3.6, 5.9, 8.0, 9.1, 21.0, 80.0])
def test_a_gaussian_blur_is_scipys(sample: Pixels, sigma: float, mode: Mode, depth: int) -> None:
    image = as_image(sample, mode, depth)
    expected = smoothed(
        image,
        lambda levels: ndimage.gaussian_filter(
            levels, sigma, mode="nearest", truncate=5, axes=(0, 1)
        ),
    )
    off = apart(applied(image, "gaussian_blur", pixels=sigma), expected, image)
    assert off.max() < 2.5
    assert off.mean() < (0.4 if depth == 8 else 0.2)


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (5, 2)])
def test_a_gaussian_far_wider_than_the_picture_is_right(size: tuple[int, int]) -> None:
    image = noise(*size)
    expected = ndimage.gaussian_filter(colours(image), 90, mode="nearest", truncate=5, axes=(0, 1))
    assert np.abs(applied(image, "gaussian_blur", pixels=90.0) - expected).max() < 3


def _square(radius: float) -> Floats:
    reach = math.ceil(radius)
    along = np.clip(radius + 1 - np.abs(np.arange(-reach, reach + 1)), 0, 1)
    square = np.minimum(along, along[:, np.newaxis])
    return np.asarray(square / square.sum())


@each_mode
@pytest.mark.parametrize("radius", [0.3, 1.0, 1.5, 6.0, 6.9])
def test_a_box_blur_is_the_mean_of_a_square(
    sample: Pixels, radius: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample, mode, depth)
    expected = filtered(image, _square(radius))
    got = applied(image, "box_blur", pixels=radius)
    assert np.abs(got - expected).max() <= 1.5


@pytest.mark.parametrize("radius", [1.0, 2.5, 9.2])
def test_a_box_blur_is_nearly_pillows(photo: Pixels, radius: float) -> None:
    expected = np.asarray(PillowImage.fromarray(photo).filter(ImageFilter.BoxBlur(radius)))
    got = applied(Image(photo, "RGB"), "box_blur", pixels=radius)
    off = np.abs(got.astype(float) - expected)
    assert off.mean() < 0.6
    assert np.quantile(off, 0.999) <= 3


def _mean_along_line(levels: Floats, length: float, angle: float) -> Floats:
    """Average points a pixel apart along the longer axis, the last two in part."""
    x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    longer = max(abs(x), abs(y))
    half = length * longer / 2
    reach = math.ceil(half + 0.5)
    rows, columns = np.mgrid[: levels.shape[0], : levels.shape[1]].astype(float)
    total = np.zeros_like(levels)
    weights = 0.0
    for along in range(-reach, reach + 1):
        weight = min(1, max(0, half + 0.5 - abs(along)))
        points = [rows + along * y / longer, columns + along * x / longer]
        for channel in range(total.shape[-1]):
            total[..., channel] += weight * ndimage.map_coordinates(
                levels[..., channel], points, order=1, mode="nearest"
            )
        weights += weight
    return np.asarray(total / weights)


@each_mode
@pytest.mark.parametrize("angle", [0.0, 27.0, -45.0, 90.0, 160.0, -100.0])
@pytest.mark.parametrize("pixels", [0.7, 2.5, 8.0])
def test_a_short_motion_blur_is_the_mean_along_a_line(
    sample: Pixels, pixels: float, angle: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample[:40, :50], mode, depth)
    expected = smoothed(image, lambda levels: _mean_along_line(levels, pixels, angle))
    got = applied(image, "motion_blur", fraction=pixels / 40, angle=angle)
    assert np.abs(got - expected).max() <= 0.6


@pytest.mark.parametrize("angle", [0.0, 27.0, -45.0, 90.0, 160.0, -100.0])
@pytest.mark.parametrize("pixels", [8.5, 11.0, 24.0])
def test_a_long_motion_blur_is_nearly_the_mean_along_a_line(
    sample: Pixels, pixels: float, angle: float
) -> None:
    image = Image(sample, "RGB")
    got = applied(image, "motion_blur", fraction=pixels / 97, angle=angle)
    off = np.abs(got - _mean_along_line(colours(image), pixels, angle))
    assert off.mean() < 1
    assert np.quantile(off, 0.99) < 6


@pytest.mark.parametrize(
    ("angle", "opposite"), [(0.0, 180.0), (30.0, -150.0), (90.0, -90.0), (135.0, -45.0)]
)
def test_a_motion_blur_does_not_know_forth_from_back(angle: float, opposite: float) -> None:
    image = noise(40, 30)
    forth, back = (
        applied(image, "motion_blur", fraction=0.25, angle=degrees) for degrees in (angle, opposite)
    )
    assert_close(forth, back)


def test_a_motion_blur_of_a_positive_angle_runs_down_to_the_right() -> None:
    pixels = np.zeros((41, 41, 1), np.uint8)
    pixels[20, 20] = 255
    got = applied(Image(pixels, "L"), "motion_blur", fraction=0.2, angle=45.0)[..., 0]
    rows, columns = np.nonzero(got)
    np.testing.assert_array_equal(rows, columns)
    assert np.count_nonzero(got) > 4


def _disk(radius: float) -> Floats:
    reach = math.ceil(radius)
    x, y = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disk = np.clip(radius + 1 - np.sqrt(x**2 + y**2), 0, 1)
    return np.asarray(disk / disk.sum())


@each_mode
@pytest.mark.parametrize("radius", [0.3, 1.0, 3.5, 5.0])
def test_a_small_defocus_is_the_mean_of_a_disk(
    sample: Pixels, radius: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample[:40, :50], mode, depth)
    got = applied(image, "defocus", pixels=radius)
    assert np.abs(got - filtered(image, _disk(radius))).max() <= 0.6


@pytest.mark.parametrize("radius", [5.1, 8.0, 17.0])
@pytest.mark.parametrize("depth", [8, 16])
def test_a_large_defocus_is_nearly_the_mean_of_a_disk(
    sample: Pixels, radius: float, depth: int
) -> None:
    image = as_image(sample, "RGB", depth)
    got = applied(image, "defocus", pixels=radius)
    off = apart(got, filtered(image, _disk(radius)), image)
    assert off.mean() < 0.6
    assert np.quantile(off, 0.99) < 4


@pytest.mark.parametrize("radius", [2.0, 5.0, 7.0, 12.0, 24.0])
def test_a_defocused_point_covers_the_area_of_its_disk(radius: float) -> None:
    pixels = np.zeros((101, 101, 1), np.uint16)
    pixels[48:53, 48:53] = 65535
    got = applied(Image(pixels, "L"), "defocus", pixels=radius)
    lit = np.count_nonzero(got > got.max() / 2)
    assert lit == pytest.approx(math.pi * (radius + 0.5) ** 2, rel=0.25)


@each_mode
@pytest.mark.parametrize("radius", [1, 2, 3, 7])
def test_a_median_blur_is_scipys(radius: int, mode: Mode, depth: int) -> None:
    image = noise(19, 13, mode, depth)
    side = 2 * radius + 1
    expected = ndimage.median_filter(colours(image), (side, side, 1), mode="nearest")
    np.testing.assert_array_equal(applied(image, "median_blur", radius=radius), expected)


def _mean_of_enlargements(levels: Floats, strength: float) -> Floats:
    height, width = levels.shape[:2]
    y, x = np.mgrid[:height, :width].astype(float)
    centre = np.array([(height - 1) / 2, (width - 1) / 2]).reshape(2, 1, 1)
    total = np.zeros_like(levels)
    count = 32
    for scale in np.geomspace(1, 1 + strength, count):
        points = centre + (np.stack([y, x]) - centre) / scale
        for channel in range(total.shape[-1]):
            total[..., channel] += ndimage.map_coordinates(
                levels[..., channel], points, order=1, mode="nearest"
            )
    return total / count


@each_mode
@pytest.mark.parametrize("strength", [0.02, 0.15, 0.5])
def test_a_zoom_blur_is_the_mean_of_enlargements(
    sample: Pixels, strength: float, mode: Mode, depth: int
) -> None:
    image = as_image(sample[:60, :75], mode, depth)
    expected = smoothed(image, lambda levels: _mean_of_enlargements(levels, strength))
    got = applied(image, "zoom_blur", strength=strength)
    off = apart(got, expected, image)
    assert off.mean() < 1
    assert np.quantile(off, 0.99) < 6


def test_a_zoom_blur_leaves_the_centre_sharp() -> None:
    image = noise(41, 31)
    got = applied(image, "zoom_blur", strength=0.05).astype(int)
    off = np.abs(got - image.pixels)
    assert off[15, 20].max() <= 1
    assert off[14:17, 19:22].mean() < off[:3].mean() / 2
