"""What the programs that time single transforms have in common: the picture, and the loop."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

SIZE = 400, 533
SAMPLES = Path(__file__).resolve().parents[2] / "sample_images"


def photo(name: str = "cat/chelsea.jpg") -> Image.Image:
    """Return a sample picture as RGB of 400x533 pixels."""
    with Image.open(SAMPLES / name) as file:
        return file.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)


def serve(calls: Mapping[str, Callable[[], object]]) -> None:
    """Print the names, then answer each line ``NAME TIMES`` with the milliseconds a call took.

    Those of this process alone, whatever else the machine does meanwhile.
    """
    print(json.dumps(list(calls)), flush=True)
    for line in sys.stdin:
        name, times = line.split()
        call = calls[name]
        start = time.process_time()
        for _ in range(int(times)):
            call()
        print((time.process_time() - start) / int(times) * 1000, flush=True)
