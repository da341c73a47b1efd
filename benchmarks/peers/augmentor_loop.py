"""Augmentor's own threaded Pipeline, run once per copy.

usage: augmentor_loop.py DATA OUT [--copies N] [--workers N]

Approximate, as far as Augmentor reaches:

- no shift (it has none);
- whole degrees, one zoom factor for both axes, black corners, bicubic resampling in
  separate steps; a flip probability of 0.5 acts as 0.55, for it rounds its random draws;
- ``--workers`` is accepted and not used: Augmentor sizes its own thread pool;
- file names are its own: OUT/<class>/<class>_original_<name>_<uuid>.jpg.
"""

from __future__ import annotations

import argparse
from functools import partialmethod
from pathlib import Path

import Augmentor
from PIL import Image


def build_pipeline(data: Path, out: Path) -> Augmentor.Pipeline:
    """Return a pipeline over every class folder of ``data`` that writes below ``out``."""
    pipeline = Augmentor.Pipeline(str(data.resolve()), str(out.resolve()))
    # Not rotate(): that one is limited to 25 degrees and crops.
    pipeline.rotate_without_crop(1, max_left_rotation=40, max_right_rotation=40)
    pipeline.zoom(1, min_factor=0.8, max_factor=1.2)
    pipeline.flip_left_right(0.5)
    pipeline.random_brightness(1, min_factor=0.6, max_factor=1.2)
    return pipeline


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2, help="not used")
    options = parser.parse_args()

    # Augmentor saves without options; this gives its files the quality of the others.
    Image.Image.save = partialmethod(Image.Image.save, quality=90)  # type: ignore[assignment]
    pipeline = build_pipeline(options.data, options.out)
    for _ in range(options.copies):
        pipeline.process()


if __name__ == "__main__":
    main()
