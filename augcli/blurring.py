"""Blurs of any reach, in a time that hardly depends on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FINEST = 3.5  # pixels of deviation up to which a Gaussian is calculated on the picture as it is
_NODES_A_SIGMA = 3.0  # pixels that are left of it beyond that: fewer show on sharp edges

BY_SHRINKING = 1 / 4
"""Variance, in squared blocks, that averaging over blocks and enlarging make by themselves: a box of
s pixels has (1 - s**-2) / 12, and a tent, at the places that pixels have in it, (2 + s**-2) / 12."""


def gaussian(pixels: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Blur with a Gaussian of ``sigma`` pixels; the picture goes on as its outermost pixels.

    A wide one is calculated on a smaller picture: what is left out, it would have blurred away.
    """
    if sigma <= _FINEST:
        return cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    shrink = max(2, int(sigma / _NODES_A_SIGMA))
    rest = math.sqrt((sigma / shrink) ** 2 - BY_SHRINKING)
    size = 2 * math.ceil(4 * rest) + 1  # OpenCV would cut the kernel of 8 bits at 3 deviations

    def blurred(small: NDArray[Any]) -> NDArray[Any]:
        return cv2.GaussianBlur(small, (size, size), rest, borderType=cv2.BORDER_REPLICATE)

    return shrunken(pixels, shrink, blurred)


def shrunken(
    pixels: NDArray[Any], shrink: int, blur: Callable[[NDArray[Any]], NDArray[Any]]
) -> NDArray[Any]:
    """Blur a picture that is so many times smaller, in blocks of pixels, and enlarge it again."""
    height, width = pixels.shape[:2]
    # Whole blocks, or OpenCV would weigh parts of pixels, which is slow. And one block of margin,
    # so that the small picture goes on as the outermost pixels do, not as the mean of a block.
    right, bottom = (shrink + -side % shrink for side in (width, height))
    wide = cv2.copyMakeBorder(pixels, shrink, bottom, shrink, right, cv2.BORDER_REPLICATE)
    columns, rows = wide.shape[1] // shrink, wide.shape[0] // shrink
    small = blur(cv2.resize(wide, (columns, rows), interpolation=cv2.INTER_AREA))
    wide = cv2.resize(small, (wide.shape[1], wide.shape[0]), interpolation=cv2.INTER_LINEAR)
    return wide[shrink : shrink + height, shrink : shrink + width].copy()
