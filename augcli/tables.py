"""Look-up tables: what each level of a picture becomes, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Image
    from augcli.kinds.tone import Curve

# A level is rounded up from .625 on, not from .5. Keras and Pillow, whose pictures people know,
# cut the fraction off, which is half a level darker on the mean; this keeps within 0.4 levels of
# them and of the exact product both, but for factors so close to 1 that those differ by more.
_ROUND = 0.375
_RAMP = np.arange(256, dtype=np.uint8).reshape(1, 256)


def look_up(image: Image, curves: tuple[Curve, ...]) -> NDArray[Any]:
    """Give the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    levels = apply_curves(curves, image)
    table = as_table(levels, image.depth)
    if len(table) > 1:
        return _look_up_by_channel(image.pixels, table)
    if image.depth == 16:
        pixels: NDArray[Any] = table[0][image.pixels]  # cv2.LUT takes 8 bits in older versions
    else:
        pixels = _look_up_8_bit(image.pixels, table[0], levels[0]).reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def apply_curves(curves: tuple[Curve, ...], image: Image) -> NDArray[Any]:
    """Give what becomes of each level of a picture, on the scale 0..255, unrounded.

    The rows are the colour channels, or one for all where they are treated alike.
    """
    levels = np.arange(image.top + 1)[np.newaxis] * (255 / image.top)
    colours = 1 if image.mode in ("L", "LA") else 3
    for curve in curves:
        match curve.scope:
            case "colour" if colours == 1:
                continue
            case "histogram":
                levels = np.repeat(levels, colours // len(levels), axis=0)
                changed = _by_histogram(curve, levels, image)
            case _:
                changed = curve.function(levels)
        levels = np.clip(changed, 0, 255)
    return levels


def _by_histogram(curve: Curve, levels: NDArray[Any], image: Image) -> NDArray[Any]:
    scale = image.top / 255
    rows = []
    for channel, row in enumerate(levels):
        now = np.round(row * scale).astype(np.int64)
        pixels = np.ascontiguousarray(image.pixels[..., channel])
        counts = np.bincount(pixels.ravel(), minlength=image.top + 1)
        counts = np.bincount(now, counts, minlength=image.top + 1)
        rows.append(curve.function(np.arange(image.top + 1) / scale, counts)[now])
    return np.stack(rows)


def as_table(levels: NDArray[Any], depth: int) -> NDArray[Any]:
    """Round to a table of 256 uint8 levels or 65536 uint16 ones, in the shape of ``levels``."""
    dtype = np.uint8 if depth == 8 else np.uint16
    scale = ((1 << depth) - 1) / 255
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a level.
    return np.floor(np.round(levels * scale, 9) + _ROUND).astype(dtype)


def _look_up_by_channel(pixels: NDArray[Any], table: NDArray[Any]) -> NDArray[Any]:
    rest = np.arange(table.shape[1], dtype=table.dtype)  # alpha, or what pads to four channels
    rows = [*table, *[rest] * (pixels.shape[2] - len(table))]
    if pixels.dtype == np.uint8:
        return cv2.LUT(pixels, np.stack(rows, axis=1)[np.newaxis])
    return np.dstack([row[pixels[..., channel]] for channel, row in enumerate(rows)])


def _look_up_8_bit(pixels: NDArray[Any], table: NDArray[Any], levels: NDArray[Any]) -> NDArray[Any]:
    """Look up; or calculate, in half the time, where a straight line gives the very same table."""
    inside = np.flatnonzero((levels > 0) & (levels < 255))
    if len(inside) > 1:
        first, last = inside[0], inside[-1]
        slope = (levels[last] - levels[first]) / (last - first)
        offset = levels[first] - slope * first + _ROUND - 0.5  # as OpenCV rounds from .5 on
        if np.array_equal(cv2.convertScaleAbs(_RAMP, alpha=slope, beta=offset)[0], table):
            return cv2.convertScaleAbs(pixels, alpha=slope, beta=offset)
    return cv2.LUT(pixels, table)
