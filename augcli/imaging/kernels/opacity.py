"""Lay pictures with alpha on white."""

from __future__ import annotations

from augcli.imaging.lazy import Array, np


def lay_on_white(pixels: Array) -> Array:
    """Return the colours of a picture on white, without its last channel, the opacity.

    ``pixels`` has shape (height, width, channels) and dtype uint8 or uint16, as has the result.
    """
    top = int(np.iinfo(pixels.dtype).max)
    opacity = pixels[..., -1:].astype(np.uint32)
    colours = pixels[..., :-1].astype(np.uint32)
    flat: Array = (colours * opacity + top * (top - opacity) + top // 2) // top
    return flat.astype(pixels.dtype)
