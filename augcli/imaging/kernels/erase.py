"""Parts of a picture hidden under one level."""

from __future__ import annotations

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np


def erase(image: Image, hidden: Array, level: float) -> Array:
    """Return the pixels with those that are ``hidden`` at a level of 0 to 255."""
    pixels = np.full_like(image.pixels, scale_level(image, level))
    # Copying what stays by a mask is several times faster than numpy's own writing by one.
    return cv2.copyTo(image.pixels, (~hidden).view(np.uint8), pixels)


def scale_level(image: Image, level: float) -> int:
    """Return a level of 0 to 255 as one of the picture's own."""
    return round(level * image.top / 255)


def cell_side(frame: tuple[int, int], cells: int) -> float:
    """Return the side, in pixels, of square cells that are so many on the shorter side."""
    return min(frame) / cells
