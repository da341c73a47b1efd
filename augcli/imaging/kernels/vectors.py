"""Give OpenCV whole vectors of pixels: it rounds what is left over otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable

from augcli.imaging.lazy import Array, cv2, np

_VECTOR = 64  # levels: at least as many as a vector has on any processor


def in_whole_vectors(pixels: Array, function: Callable[[Array], Array]) -> Array:
    """Return what a function makes of a picture whose width fills whole vectors, cut to its width.

    The last column is repeated. Where columns are left over, OpenCV rounds them otherwise, and how
    many are left over depends on the processor.
    """
    width = pixels.shape[1]
    beyond = -width % (_VECTOR // math.gcd(_VECTOR, pixels.shape[2] if pixels.ndim == 3 else 1))
    if not beyond:
        return function(pixels)
    whole = cv2.copyMakeBorder(pixels, 0, 0, 0, beyond, cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(function(whole)[:, :width])


def warped_width(width: int) -> int:
    """Return the width, in pixels, at which OpenCV warps a picture alike on every processor.

    A vector has 16 pixels on x86 and 8 on ARM. So 8 to 15 columns that are left over on x86 are
    filled up; fewer are left over on both.
    """
    left_over = width % 16
    return width + 16 - left_over if left_over >= 8 else width
