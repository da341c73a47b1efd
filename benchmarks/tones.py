"""Time the ways to apply a tone to a photo of 400x533; print Markdown.

The ways that augcli takes are ``calculated`` and ``table of pairs``. The others are what they are
compared with: a plain table, and two tricks that were dropped (a mask for posterize and NOT for
invert: each serves one transform alone, and saves a tenth of a copy's time at most).
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from turns import milliseconds, table

from augcli.imaging.image import Image
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.lookup_table import apply_curves, as_table, look_up
from augcli.imaging.lazy import Array

sys.path.insert(0, str(Path(__file__).parent / "calls"))
from loop import photo

BRIGHTNESS = Curve(lambda levels: levels * 1.1234567)
GAMMA = Curve(lambda levels: 255 * (levels / 255) ** 1.3)
BALANCE = Curve(lambda levels: levels * [[0.8123457], [1.0456789], [1.1567891]], "colour")


def plain_table(image: Image, curve: Curve) -> Array:
    """Apply a curve by OpenCV's look-up alone."""
    found = as_table(apply_curves((curve,), image), image.depth)
    return cv2.LUT(image.pixels, found.T[np.newaxis] if len(found) > 1 else found)


def main() -> None:
    pixels = np.array(photo())
    rgb = Image(pixels, "RGB")
    rgbx = Image(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), "RGBX")
    for title, image in (("RGB", rgb), ("RGBX", rgbx)):
        ways = {
            "brightness: calculated": lambda image=image: look_up(image, (BRIGHTNESS,)),
            "brightness: plain table": lambda image=image: plain_table(image, BRIGHTNESS),
            "gamma: table of pairs": lambda image=image: look_up(image, (GAMMA,)),
            "gamma: plain table": lambda image=image: plain_table(image, GAMMA),
            "posterize: mask": lambda image=image: image.pixels & 0xF0,
            "invert: NOT": lambda image=image: cv2.bitwise_not(image.pixels),
        }
        if image is rgb:
            ways |= {
                "white balance: calculated": lambda: look_up(rgb, (BALANCE,)),
                "white balance: plain table": lambda: plain_table(rgb, BALANCE),
            }
        print(table(title, milliseconds(ways)), end="\n\n")


if __name__ == "__main__":
    main()
