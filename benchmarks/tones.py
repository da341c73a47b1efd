"""Time the ways to apply a tone to a photo of 400x533; print Markdown.

augcli takes ``calculated`` and ``table of pairs``. They are compared with a plain table, and with
two tricks that were dropped, as each serves one transform alone: a mask for posterize, NOT for
invert.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from turns import milliseconds, table

from augcli.imaging.image import Image
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.lookup_table import apply_curves, apply_tone, to_table
from augcli.imaging.lazy import Array

sys.path.insert(0, str(Path(__file__).parent / "calls"))
from loop import photo

BRIGHTNESS = Curve(lambda levels: levels * 1.1234567)
GAMMA = Curve(lambda levels: 255 * (levels / 255) ** 1.3)
POSTERIZE = Curve(lambda levels: levels // 16 * 16)
INVERT = Curve(lambda levels: 255 - levels)
BALANCE = Curve(lambda levels: levels * [[0.8123457], [1.0456789], [1.1567891]], "colour")


def plain_table(image: Image, curve: Curve) -> Array:
    """Apply a curve by OpenCV's look-up alone."""
    found = to_table(apply_curves((curve,), image), image.depth)
    return cv2.LUT(image.pixels, found.T[np.newaxis] if len(found) > 1 else found)


def main() -> None:
    pixels = np.array(photo())
    rgb = Image(pixels, "RGB")
    rgbx = Image(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), "RGBX")
    ways = {
        "brightness: calculated": partial(apply_tone, rgbx, (BRIGHTNESS,)),
        "brightness: plain table": partial(plain_table, rgbx, BRIGHTNESS),
        "white balance: calculated": partial(apply_tone, rgb, (BALANCE,)),
        "white balance: plain table": partial(plain_table, rgb, BALANCE),
        "gamma: table of pairs": partial(apply_tone, rgbx, (GAMMA,)),
        "gamma: plain table": partial(plain_table, rgbx, GAMMA),
        "posterize: table of pairs": partial(apply_tone, rgbx, (POSTERIZE,)),
        "posterize: mask": partial(np.bitwise_and, rgbx.pixels, 0xF0),
        "invert: calculated": partial(apply_tone, rgbx, (INVERT,)),
        "invert: NOT": partial(cv2.bitwise_not, rgbx.pixels),
    }
    print(table("tone", milliseconds(ways)))


if __name__ == "__main__":
    main()
