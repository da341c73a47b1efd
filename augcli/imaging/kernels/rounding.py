"""Round sums to levels, the same on every processor."""

from __future__ import annotations

from typing import Any

from augcli.imaging.lazy import Array, cv2, np


def rounded(sums: Array, dtype: Any) -> Array:
    """Return float sums as levels of a dtype, uint8 or uint16: the nearest, of two the even one.

    Processors differ in the last bits of a sum: some multiply and add at once, some sum in another
    order. Rounding float64 to single precision first drops these bits: a tie is a tie everywhere.
    """
    singles = sums.astype(np.float32, copy=False)
    # OpenCV rounds and clips in one pass, where NumPy takes three.
    levels = cv2.addWeighted(singles, 1, singles, 0, 0, dtype=_depth(dtype))
    return levels.reshape(sums.shape)  # OpenCV drops a single channel


def add_times(pixels: Array, factor: float, change: Array) -> Array:
    """Return pixels, uint8 or uint16, plus a factor times a change in float32, rounded.

    Multiplied first, then added: in one step, some processors would round once and some twice.
    """
    product = cv2.addWeighted(change, factor, change, 0, 0)
    return cv2.addWeighted(pixels, 1, product, 1, 0, dtype=_depth(pixels.dtype))


def extrapolate(start: Array, end: Array, factor: float) -> Array:
    """Return ``start`` plus a factor times the way to ``end``, all uint8, uint16 or float64.

    Floats are not rounded.
    """
    if start.dtype == np.float64:
        return cv2.addWeighted(start, 1 - factor, end, factor, 0)
    return add_times(start, factor, cv2.subtract(end, start, dtype=cv2.CV_32F))


def _depth(dtype: Any) -> int:
    return cv2.CV_8U if dtype == np.uint8 else cv2.CV_16U
