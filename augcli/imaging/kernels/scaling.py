"""Shrink and enlarge pixels, the same on every processor."""

from __future__ import annotations

from augcli.imaging.image import Frame
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, cv2, np


def shrink(pixels: Array, frame: Frame) -> Array:
    """Return the means of areas of pixels, (height, width, channels), uint8, uint16 or float64.

    ``frame`` is at most as wide and high as the pixels.
    """
    height, width = pixels.shape[:2]
    exact = width % frame.width == height % frame.height == 0
    if exact or pixels.dtype == np.float64:
        return cv2.resize(pixels, frame, interpolation=cv2.INTER_AREA)
    # For levels, OpenCV weighs parts of pixels in single precision.
    means = cv2.resize(pixels.astype(np.float64), frame, interpolation=cv2.INTER_AREA)
    return rounded(means, pixels.dtype)


def enlarge(pixels: Array, frame: Frame) -> Array:
    """Return bilinearly enlarged pixels, uint8 of one to three channels, uint16 or float64."""
    if pixels.dtype == np.uint16:
        return cv2.resize(pixels, frame, interpolation=cv2.INTER_LINEAR_EXACT)
    if pixels.dtype == np.uint8:
        if pixels.size == pixels.shape[0] * pixels.shape[1]:
            # On ARM, OpenCV has another arithmetic for one channel, but not for two.
            return cv2.extractChannel(enlarge(cv2.merge([pixels, pixels]), frame), 0)
        return cv2.resize(pixels, frame, interpolation=cv2.INTER_LINEAR)
    # OpenCV calculates positions in single precision.
    for axis, size in (1, frame.width), (0, frame.height):
        ratio = pixels.shape[axis] / size
        pixels = interpolate(pixels, (np.arange(size) + 0.5) * ratio - 0.5, axis)
    return pixels


def interpolate(pixels: Array, positions: Array, axis: int) -> Array:
    """Return float64 pixels at positions along an axis, 0 or 1, in proportion to the nearest two.

    Positions count from 0; before the first and after the last pixel these are repeated.
    """
    pixels = pixels.reshape(*pixels.shape[:2], -1)  # OpenCV drops a single channel
    last = pixels.shape[axis] - 1
    inside = positions.clip(0, last)
    before = inside.astype(np.intp)
    # Repeated for each channel: NumPy takes several times as long to do that by itself.
    shape = (1, -1, pixels.shape[2]) if axis else (-1, 1, 1)
    part = (inside - before).repeat(pixels.shape[2] if axis else 1).reshape(shape)
    first, second = pixels.take(before, axis), pixels.take((before + 1).clip(max=last), axis)
    second -= first
    second *= part
    second += first
    return second
