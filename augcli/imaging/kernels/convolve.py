"""Convolve pixels with a kernel, at the full depth of a picture."""

from __future__ import annotations

from collections.abc import Callable

from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, cv2, np


def convolve(pixels: Array, kernel: Array) -> Array:
    """Return uint8 or uint16 pixels convolved with a float kernel of odd sides.

    The kernel is not mirrored (a correlation); the outermost pixels are repeated.
    """
    if pixels.dtype == np.uint8:
        return cv2.filter2D(pixels, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    # On floats, OpenCV is several times as fast as on 16 bits.
    sums = cv2.filter2D(pixels.astype(np.float32), -1, kernel, borderType=cv2.BORDER_REPLICATE)
    return cv2.addWeighted(sums, 1, sums, 0, 0, dtype=cv2.CV_16U)  # rounds, and keeps to 16 bits


def apply_to_colours(image: Image, function: Callable[[Array], Array]) -> Array:
    """Return the pixels with a function of one or three channels applied; alpha is undefined."""
    if image.mode == "RGBA":  # NumPy takes several times as long to split and join channels
        colours = cv2.cvtColor(image.pixels, cv2.COLOR_RGBA2RGB)
        return cv2.cvtColor(function(colours), cv2.COLOR_RGB2RGBA)
    if image.mode == "LA":
        gray = np.ascontiguousarray(image.pixels[..., :1])
        return np.repeat(function(gray).reshape(gray.shape), 2, axis=2)
    return function(image.pixels)
