"""Resize pictures, with the same result on every processor."""

from __future__ import annotations

from augcli.imaging.image import Frame
from augcli.imaging.lazy import Array, np


def resize(pixels: Array, frame: Frame) -> Array:
    """Return a picture of one or three channels, uint8 or uint16, in another size.

    Where it grows, levels are interpolated linearly. Where it shrinks, the triangle of weights is
    as wide as two new pixels, so that every pixel counts: the bilinear filter of Pillow.

    OpenCV's resizing differs by a level between x86 and ARM, as does Pillow's for 16 bits.
    """
    height, width, channels = pixels.shape
    if frame == (width, height):
        return pixels
    if pixels.dtype == np.uint8:
        return _by_pillow(pixels, frame)
    rows = _filtered(pixels.reshape(height, -1), frame.height)
    columns = rows.reshape(frame.height, width, channels).swapaxes(0, 1)
    made = _filtered(columns.reshape(width, -1), frame.width)
    made = made.reshape(frame.width, frame.height, channels).swapaxes(0, 1)
    return np.ascontiguousarray(np.rint(made).astype(pixels.dtype))


def _by_pillow(pixels: Array, frame: Frame) -> Array:
    from PIL import Image as PillowImage  # not for --help

    shown = PillowImage.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    made = np.asarray(shown.resize(frame, PillowImage.Resampling.BILINEAR))
    return made.reshape(frame.height, frame.width, -1)


def _filtered(rows: Array, count: int) -> Array:
    """Return ``count`` weighted means of rows, as float32.

    NumPy multiplies and adds in two steps, one tap after the other: the same on every processor.
    """
    before, half = len(rows), max(len(rows), count)
    # In units of half a pixel, times ``count``: where the middles of the new pixels are.
    middles = (2 * np.arange(count)[:, np.newaxis] + 1) * before
    first = -((2 * half + count - middles) // (2 * count))
    taps = first + np.arange(2 * half // count + 2)
    triangle = np.maximum(0, 2 * half - np.abs((2 * taps + 1) * count - middles))
    triangle[(taps < 0) | (taps >= before)] = 0
    weights = (triangle / triangle.sum(1, keepdims=True)).astype(np.float32)
    made = np.zeros((count, rows.shape[1]), np.float32)
    for tap, weight in zip(taps.T.clip(0, before - 1), weights.T, strict=True):
        made += rows[tap] * weight[:, np.newaxis]
    return made
