"""Look-up tables: what each level of a picture becomes, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Image
    from augcli.kinds import Curve

# A level is rounded up from .625 on, not from .5. Keras and Pillow, whose pictures people know,
# cut the fraction off, which is half a level darker on the mean; this keeps within 0.4 levels of
# them and of the exact product both, but for factors so close to 1 that those differ by more.
_ROUND = 0.375
_RAMP = np.arange(256, dtype=np.uint8).reshape(1, 256)


def look_up(image: Image, curves: tuple[Curve, ...]) -> NDArray[Any]:
    """Give the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    levels = apply_curves(curves, image.depth)
    table = as_table(levels, image.depth)
    if image.depth == 16:
        pixels: NDArray[Any] = table[image.pixels]  # cv2.LUT takes 8 bits in older versions
    else:
        pixels = _look_up_8_bit(image.pixels, table, levels).reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def apply_curves(curves: tuple[Curve, ...], depth: int) -> NDArray[Any]:
    """Give what becomes of each level of a depth, on the scale 0..255, unrounded."""
    top = (1 << depth) - 1
    levels = np.arange(top + 1) * (255 / top)
    for curve in curves:
        levels = np.clip(curve(levels), 0, 255)
    return levels


def as_table(levels: NDArray[Any], depth: int) -> NDArray[Any]:
    """Round to a table of shape (256,) uint8, or (65536,) uint16."""
    dtype = np.uint8 if depth == 8 else np.uint16
    scale = ((1 << depth) - 1) / 255
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a level.
    return np.floor(np.round(levels * scale, 9) + _ROUND).astype(dtype)


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
