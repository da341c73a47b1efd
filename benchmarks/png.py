"""Time augcli's PNG writer beside OpenCV's on a photo of 400x533; print Markdown.

``OpenCV, up`` filters rows as augcli does, by their difference from the row above, so the two
compare. OpenCV's default chooses a filter for each row, which takes longer.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from turns import milliseconds

from augcli.imaging.codec import png
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array

sys.path.insert(0, str(Path(__file__).parent / "calls"))
from loop import photo


def by_opencv(pixels: Array, level: int, *options: int) -> bytes:
    """Encode pixels, taken as BGR, at a level of zlib."""
    _, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, level, *options])
    return data.tobytes()


def main() -> None:
    pixels = np.array(photo())
    up = cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP
    ways = {
        "augcli": partial(png.encode, Image(pixels, "RGB")),
        "OpenCV, up, level 1": partial(by_opencv, pixels, 1, *up),
        "OpenCV, up, level 3": partial(by_opencv, pixels, 3, *up),
        "OpenCV, its own filters, level 3": partial(by_opencv, pixels, 3),
    }
    taken = milliseconds(ways)
    print("| writer | ms | kB |\n|---|---|---|")
    for name, encode in ways.items():
        print(f"| {name} | {taken[name]:.1f} | {len(encode()) / 1000:.0f} |")


if __name__ == "__main__":
    main()
