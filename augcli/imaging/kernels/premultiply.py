"""Weight colours by their opacity, so that what can't be seen changes nothing that can.

Source: Porter and Duff, Compositing digital images, SIGGRAPH 1984.
"""

from __future__ import annotations

from typing import Any

from augcli.imaging.image import Image
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, np


def premultiplied(image: Image) -> Array:
    """Return the pixels of a picture with alpha, each colour times its opacity, 0 to 1: float32.

    Alpha, the last channel, stays as it is.
    """
    pixels = image.pixels.astype(np.float32)
    opacity = pixels[..., -1] / np.float32(image.top)
    for channel in range(pixels.shape[2] - 1):  # numpy is slow at a last axis of four
        pixels[..., channel] *= opacity
    return pixels


def straight(pixels: Array, dtype: Any) -> Array:
    """Return premultiplied pixels, float32, as levels of a dtype. Unseen colours become 0.

    The given pixels are overwritten.
    """
    seen = pixels[..., -1] > np.float32(0.5)  # it rounds to a level of 1 at least
    top = np.float32(np.iinfo(dtype).max)
    opacity = pixels[..., -1] / top
    opacity[~seen] = np.inf
    for channel in range(pixels.shape[2] - 1):
        pixels[..., channel] /= opacity
    # Sharp filters overshoot where little is seen: beyond 2**31, OpenCV would round to 0.
    return rounded(np.minimum(pixels, top, out=pixels), dtype)
