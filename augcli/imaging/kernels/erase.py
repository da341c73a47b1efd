"""Parts of a picture hidden under one level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.imaging.image import Image


def filled(image: Image, hidden: NDArray[np.bool_], level: float) -> NDArray[Any]:
    """Give the pixels with those that are ``hidden`` at a level of 0 to 255."""
    pixels = np.full_like(image.pixels, at_depth(image, level))
    # Copying what stays by a mask is several times faster than numpy's own writing by one.
    return cv2.copyTo(image.pixels, (~hidden).view(np.uint8), pixels)


def at_depth(image: Image, level: float) -> int:
    """Give a level of 0 to 255 as one of the picture's own."""
    return round(level * image.top / 255)


def cell_side(frame: tuple[int, int], cells: int) -> float:
    """Give the side, in pixels, of square cells that are so many on the shorter side."""
    return min(frame) / cells
