"""Blurs of any reach, in a time that hardly depends on it."""

from __future__ import annotations

import math
from typing import Any

import cv2
from numpy.typing import NDArray

_FINEST = 8.0  # pixels of deviation up to which a blur is calculated on the picture as it is


def gaussian(pixels: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Blur with a Gaussian of ``sigma`` pixels; the picture goes on as its outermost pixels.

    A wide one is calculated on a smaller picture: what is left out, it would have blurred away.
    """
    shrink = max(1, int(sigma / _FINEST * 2))
    if sigma <= _FINEST:
        return cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    height, width = pixels.shape[:2]
    # A whole number of blocks, with margins: the outermost pixels go on for three deviations.
    margin = math.ceil(3 * sigma / shrink) * shrink
    right, bottom = (margin + -side % shrink for side in (width, height))
    wide = cv2.copyMakeBorder(pixels, margin, bottom, margin, right, cv2.BORDER_REPLICATE)
    small = cv2.resize(
        wide, (wide.shape[1] // shrink, wide.shape[0] // shrink), interpolation=cv2.INTER_AREA
    )
    # The averaging and the enlarging have blurred by a box and a tent already.
    rest = math.sqrt(max(0.25, (sigma / shrink) ** 2 - 1 / 12 - 1 / 6))
    small = cv2.GaussianBlur(small, (0, 0), rest, borderType=cv2.BORDER_REPLICATE)
    wide = cv2.resize(small, (wide.shape[1], wide.shape[0]), interpolation=cv2.INTER_LINEAR)
    return wide[margin : margin + height, margin : margin + width].copy()
