"""The floor: decode each source once, encode and write it once per copy, transform nothing.

libjpeg-turbo's accurate DCT for JPEG and OpenCV for PNG, as the fastest of the other commands.
For outputs of another size, each source is resized once.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import simplejpeg
from task import PNG_LEVEL, QUALITY, Task

ANY_STEPS = ("photos", "tone", "heavy")


def decode(source: Path) -> Any:
    """Return the pixels of a source."""
    data = source.read_bytes()
    if source.suffix == ".png":
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return simplejpeg.decode_jpeg(data)


def encode(pixels: Any, suffix: str) -> Any:
    """Return the file of a copy."""
    if suffix == ".png":
        return cv2.imencode(suffix, pixels, [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL])[1].data
    return simplejpeg.encode_jpeg(pixels, quality=QUALITY, colorsubsampling="420")


def reencode(source: Path, task: Task) -> None:
    """Decode a source once, then encode and write it as often as there are copies."""
    pixels = decode(source)
    if task.size:
        pixels = cv2.resize(pixels, task.size, interpolation=cv2.INTER_AREA)
    for target in task.targets(source):
        # Encoded anew for each copy, as every real output has to be.
        target.write_bytes(encode(pixels, source.suffix))


def main() -> None:
    task = Task.of_command_line(__doc__, ANY_STEPS)
    cv2.setNumThreads(1)
    task.run(partial(reencode, task=task))


if __name__ == "__main__":
    main()
