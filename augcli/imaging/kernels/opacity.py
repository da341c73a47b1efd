"""Lay pictures with alpha on white."""

from __future__ import annotations

from augcli.imaging.lazy import Array, np

_AT_ONCE = (
    1 << 16
)  # pixels: a band of 32-bit numbers that caches hold, where all would take gigabytes


def lay_on_white(pixels: Array) -> Array:
    """Return the colours of a picture on white, without its last channel, the opacity.

    ``pixels`` has shape (height, width, channels) and dtype uint8 or uint16, as has the result.
    """
    height, width, channels = pixels.shape
    top = int(np.iinfo(pixels.dtype).max)
    flat = np.empty((height, width, channels - 1), pixels.dtype)
    rows = max(1, _AT_ONCE // width)
    for first in range(0, height, rows):
        band = pixels[first : first + rows].astype(np.uint32)
        colours, opacity = band[..., :-1], band[..., -1:]
        white = top * (top - opacity) + top // 2
        flat[first : first + rows] = (colours * opacity + white) // top
    return flat
