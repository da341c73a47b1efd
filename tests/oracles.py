"""What a picture should look like, worked out by other means than the project's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from keras_preprocessing.image import affine_transformations as keras
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage

from augcli.imaging.image import Image, Mode
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe

Pixels = NDArray[Any]
Floats = NDArray[np.float64]
Points = tuple[Floats, Floats]

CHANNELS: dict[Mode, int] = {"L": 1, "LA": 2, "RGB": 3, "RGBX": 4, "RGBA": 4}
SCIPY_MODE = {
    "nearest": "nearest",
    "reflect": "reflect",
    "wrap": "grid-wrap",
    "constant": "constant",
}
DTYPES = {8: np.uint8, 16: np.uint16}


def noise(width: int, height: int, mode: Mode = "RGB", depth: int = 8, seed: int = 0) -> Image:
    """Make a picture in which no two pixels have anything to do with each other."""
    generator = np.random.default_rng([seed, width, height])
    shape = height, width, CHANNELS[mode]
    return Image(generator.integers(0, 2**depth, shape, dtype=DTYPES[depth]), mode)


@cache
def crop(path: Path, width: int, height: int) -> Pixels:
    """Cut the middle out of an RGB photo."""
    with PillowImage.open(path) as file:
        left, top = (file.width - width) // 2, (file.height - height) // 2
        assert left >= 0
        assert top >= 0
        pixels = np.array(file.convert("RGB").crop((left, top, left + width, top + height)))
    pixels.flags.writeable = False
    return pixels


def as_image(rgb: Pixels, mode: Mode, depth: int) -> Image:
    """Make a picture of another mode and depth: green is its gray, mirrored red its alpha."""
    gray, alpha = rgb[:, :, 1:2], rgb[::-1, :, :1]
    colour = gray if mode in ("L", "LA") else rgb
    parts = [colour] if mode in ("L", "RGB") else [colour, alpha]
    pixels = np.concatenate(parts, axis=2)
    return Image(pixels if depth == 8 else pixels.astype(np.uint16) * np.uint16(257), mode)


def rendered(image: Image, recipe: Recipe, how: Resampling | None = None) -> Pixels:
    """Apply a recipe, by the project's own means."""
    return render(Canvas(image), recipe, how or Resampling(), lend_noise).pixels


def by_pillow(image: Image, change: Callable[..., PillowImage.Image], *more: float) -> Pixels:
    """Return the pixels with the colour channels of an 8-bit picture changed by Pillow."""
    colours = 1 if image.is_gray else 3
    pixels = image.pixels.copy()
    squeezed = pixels[..., 0] if colours == 1 else pixels[..., :3]
    changed = np.asarray(change(PillowImage.fromarray(np.ascontiguousarray(squeezed)), *more))
    pixels[..., :colours] = changed.reshape(*pixels.shape[:2], colours)
    return pixels[..., :3] if image.mode == "RGBX" else pixels


def levels_apart(got: Pixels, expected: Pixels) -> Pixels:
    """Return the differences in the channels that both have: the fourth of RGBX may be gone."""
    channels = min(got.shape[2], expected.shape[2])
    apart: Pixels = np.abs(got[..., :channels].astype(float) - expected[..., :channels])
    return apart


def lend_noise(name: str) -> Image:
    """Return a partner for transforms that mix two pictures: another one for each name."""
    return noise(21, 14, seed=len(str(name)))


def source_map(recipe: Recipe, width: int, height: int) -> Floats:
    """Multiply C·R·T·S·Z·C⁻¹·F: it takes a point of the output to one of the source, x first."""
    given = {fired["transform"]: fired for fired in recipe}

    def value(transform: str, field: str, otherwise: float = 0.0) -> float:
        return float(given.get(transform, {}).get(field, otherwise))

    def matrix(*rows: tuple[float, float, float]) -> Floats:
        return np.array([*rows, (0, 0, 1)], dtype=np.float64)

    centre = matrix((1, 0, (width - 1) / 2), (0, 1, (height - 1) / 2))
    angle = np.radians(value("rotation", "degrees"))
    rotation = matrix((np.cos(angle), np.sin(angle), 0), (-np.sin(angle), np.cos(angle), 0))
    right = value("width_shift", "fraction") * width + value("width_shift", "pixels")
    down = value("height_shift", "fraction") * height + value("height_shift", "pixels")
    shift = matrix((1, 0, -right), (0, 1, -down))
    slant = np.radians(value("shear", "degrees"))
    shear = matrix((1, -np.sin(slant), 0), (0, np.cos(slant), 0))
    zoom = matrix((value("zoom", "x", 1), 0, 0), (0, value("zoom", "y", 1), 0))
    flip = np.eye(3)
    if "horizontal_flip" in given:
        flip = flip @ matrix((-1, 0, width - 1), (0, 1, 0))
    if "vertical_flip" in given:
        flip = flip @ matrix((1, 0, 0), (0, -1, height - 1))
    product: Floats = centre @ rotation @ shift @ shear @ zoom @ np.linalg.inv(centre) @ flip
    return product


def by_scipy(image: Image, matrix: Floats, order: int, mode: str, cval: float) -> Floats:
    """Resample every channel by scipy, whose points are (row, column)."""
    linear, offset = matrix[1::-1, 1::-1], matrix[1::-1, 2]

    def resample(channel: Floats, fill: float) -> Floats:
        return np.asarray(
            ndimage.affine_transform(channel, linear, offset, order=order, mode=mode, cval=fill)
        )

    return weighted(image, resample, cval) if order else each_channel(image, resample, cval)


def each_channel(
    image: Image, resample: Callable[[Floats, float], Floats], fill: float = 0
) -> Floats:
    """Resample each channel by itself."""
    channels = np.moveaxis(image.pixels.astype(np.float64), 2, 0)
    return np.stack([resample(channel, fill) for channel in channels], axis=2)


def weighted(image: Image, resample: Callable[[Floats, float], Floats], fill: float = 0) -> Floats:
    """Resample each channel, colours weighted by alpha if there is one: Pillow's mode RGBa.

    What is not seen is black.
    """
    if not image.has_alpha:
        return each_channel(image, resample, fill)
    *colours, alpha = np.moveaxis(image.pixels.astype(np.float64), 2, 0)
    opacity = resample(alpha, fill)
    sums = [resample(colour * alpha, fill * fill) for colour in colours]
    seen = np.rint(opacity) > 0
    straight = [np.where(seen, one / np.where(seen, opacity, 1), 0) for one in sums]
    return np.stack([*straight, opacity], axis=2)


def source_points(matrix: Floats, width: int, height: int) -> Points:
    """Return the x and y in the source of every point of the output."""
    y, x = np.mgrid[:height, :width].astype(np.float64)
    across, down, _ = matrix
    return across[0] * x + across[1] * y + across[2], down[0] * x + down[1] * y + down[2]


def off_the_rim(points: Points, width: int, height: int) -> NDArray[np.bool_]:
    """Tell which points are more than a pixel from the border of picture and fill.

    There pictures may differ: a pixel may fade into the fill, or end at once.
    """
    x, y = (
        np.abs(coordinate - (side - 1) / 2) - side / 2  # below 0 inside, above 0 outside
        for coordinate, side in zip(points, (width, height), strict=True)
    )
    return (np.maximum(x, y) < -1) | (np.maximum(x, y) > 1)


def unshrunk(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Tell which points lie in rows that are a pixel apart at most, so that nothing is averaged.

    It holds a few pixels around too: how far rows are apart is measured every few pixels.
    """
    (x_down, x_across), (y_down, y_across) = np.gradient(x), np.gradient(y)
    steps = [(i, j) for i in range(-2, 3) for j in range(-2, 3) if (i, j) != (0, 0)]
    nearest = np.min(
        [np.hypot(i * x_across + j * x_down, i * y_across + j * y_down) for i, j in steps], axis=0
    )
    apart = np.abs(x_across * y_down - x_down * y_across) / nearest
    near = np.asarray(ndimage.binary_dilation(apart > 1.03, iterations=3), np.bool_)
    return np.logical_not(near)


def off_the_midpoints(points: Points) -> NDArray[np.bool_]:
    """Tell which points are not midway between two pixels, where either is the nearest."""
    x, y = (np.abs(coordinate % 1 - 0.5) > 1e-3 for coordinate in points)
    return x & y


def assert_close(
    got: Pixels, expected: Pixels, depth: int = 8, where: NDArray[np.bool_] | None = None
) -> None:
    """Check the bounds: 0.4 levels of 255 on the mean, and 3 for 99.9 % of all values."""
    assert got.shape == expected.shape
    apart = np.abs(got.astype(np.float64) - expected) / (257 if depth == 16 else 1)
    if where is not None:
        assert where.mean() > 0.1, "too little of the picture is compared"
        apart = apart[where]
    assert apart.mean() < 0.4
    assert (apart <= 3).mean() >= 0.999


def put_keras_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the centre of Keras's maps half a pixel or one, to where the centre is."""
    offset_by_keras = keras.transform_matrix_offset_center

    def about_the_centre(matrix: Floats, height: float, width: float) -> Any:
        # It turns about side / 2 + 0.5; the centre is (side - 1) / 2.
        return offset_by_keras(matrix, height - 2, width - 2)

    monkeypatch.setattr(keras, "transform_matrix_offset_center", about_the_centre)
    # It asks for a namespace that SciPy is about to drop.
    monkeypatch.setattr(keras, "ndimage", SimpleNamespace(interpolation=ndimage))


def by_keras(pixels: Pixels, mode: str, cval: float, **arguments: float) -> Pixels:
    """Resample by Keras, whose "x" runs down the rows."""
    warped: Pixels = keras.apply_affine_transform(
        pixels.astype(np.float32), fill_mode=mode, cval=cval, **arguments
    )
    return warped
