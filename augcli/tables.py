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
# them and of the exact product both, on any photo.
_ROUND = 0.375


def look_up(image: Image, curves: tuple[Curve, ...]) -> NDArray[Any]:
    """Give the pixels of ``image`` with ``curves`` applied to every channel but alpha."""
    table = tabulate(curves, image.depth)
    if image.depth == 16:
        pixels: NDArray[Any] = table[
            image.pixels
        ]  # cv2.LUT takes 8 bits only in versions that we support
    else:
        pixels = cv2.LUT(image.pixels, table).reshape(image.pixels.shape)
    if image.has_alpha:
        pixels[..., -1] = image.pixels[..., -1]
    return pixels


def tabulate(curves: tuple[Curve, ...], depth: int) -> NDArray[Any]:
    """Give the table, shape (256,) uint8 or (65536,) uint16, of curves on levels in 0..255."""
    top = (1 << depth) - 1
    levels = np.arange(top + 1) * (255 / top)
    for curve in curves:
        levels = np.clip(curve(levels), 0, 255)
    dtype = np.uint8 if depth == 8 else np.uint16
    # The last bit of a product must not decide: 255 * (levels / 255) can end just below a level.
    return np.floor(np.round(levels * (top / 255), 9) + _ROUND).astype(dtype)
