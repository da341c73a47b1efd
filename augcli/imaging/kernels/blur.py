"""Blur by a Gaussian; wide blurs are calculated on a smaller picture."""

from __future__ import annotations

import math
from collections.abc import Callable

from augcli.imaging.image import Frame
from augcli.imaging.kernels.scaling import enlarge, shrink
from augcli.imaging.kernels.vectors import in_whole_vectors
from augcli.imaging.lazy import Array, cv2

_FINEST = 3.5  # pixels of deviation up to which a Gaussian is calculated at full size
_NODES_A_SIGMA = 3.0  # pixels of the smaller picture to a deviation: fewer show on sharp edges
_COARSEST = 32  # pixels: OpenCV loses precision when it averages larger blocks of 16 bits

SHRINKING_VARIANCE = 1 / 4
"""Variance, in squared blocks, of the blur that shrinking and enlarging add.

Shrinking is a box of s pixels, (1 - s**-2) / 12; enlarging is a tent, (2 + s**-2) / 12."""


def gaussian(pixels: Array, sigma: float) -> Array:
    """Return pixels blurred by a Gaussian of ``sigma`` pixels; the outermost pixels are repeated.

    They are uint8 or uint16, or float64, which is not rounded.
    A wide Gaussian is calculated on a smaller picture, whose missing detail it would blur anyway.
    """
    if sigma <= _FINEST:
        return _directly(pixels, sigma)
    side = block_side(sigma, _NODES_A_SIGMA)
    rest = math.sqrt((sigma / side) ** 2 - SHRINKING_VARIANCE)
    return at_smaller_scale(pixels, side, lambda small: _directly(small, rest))


def _directly(pixels: Array, sigma: float) -> Array:
    if pixels.itemsize > 1:
        size = 2 * math.ceil(4 * sigma) + 1
        return cv2.GaussianBlur(pixels, (size, size), sigma, borderType=cv2.BORDER_REPLICATE)
    # For 8 bits, GaussianBlur rounds the kernel to 256ths, and takes up to twice as long.
    kernel = cv2.getGaussianKernel(2 * math.ceil(3 * sigma) + 1, sigma, cv2.CV_32F)
    return in_whole_vectors(
        pixels,
        lambda whole: cv2.sepFilter2D(whole, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE),
    )


def block_side(length: float, left: float) -> int:
    """Return the side of blocks, in pixels, that leaves ``left`` blocks or more of a length."""
    return min(_COARSEST, max(2, int(length / left)))


def at_smaller_scale(
    pixels: Array,
    side: int,
    blur: Callable[[Array], Array],
    margin: int = 1,
) -> Array:
    """Return pixels shrunken by averaging blocks, blurred, and enlarged again.

    ``side`` is that of a block in pixels. With a ``margin``, in blocks, the outermost pixels are
    repeated beyond the edges; without, the means of the outermost blocks.
    """
    height, width = pixels.shape[:2]
    # Whole blocks: OpenCV takes much longer where it has to weigh parts of pixels.
    before = margin * side
    right, bottom = (before + -length % side for length in (width, height))
    wide = cv2.copyMakeBorder(pixels, before, bottom, before, right, cv2.BORDER_REPLICATE)
    frame = Frame(wide.shape[1], wide.shape[0])
    small = blur(shrink(wide, Frame(frame.width // side, frame.height // side)))
    wide = enlarge(small, frame)
    return wide[before : before + height, before : before + width].copy()
