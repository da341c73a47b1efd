"""Make a class-folder dataset of one size out of another: enlarged photos, or tiny pictures.

usage: datasets.py SOURCE OUT [--count N] [--size WxH] [--format jpg|png]

Each picture is a cut of the proportions asked for out of one of the sources, taken in turn; the
same every time. Runs in the environment of the peers.
"""

from __future__ import annotations

import argparse
import random
from itertools import cycle
from pathlib import Path

from PIL import Image, ImageOps

SUFFIXES = {".jpg", ".jpeg", ".png"}
MOST_TRIMMED = 0.3  # of the sides, so that pictures of one source differ


def cut(source: Image.Image, size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return a picture of a size out of a source."""
    centre = rng.random(), rng.random()
    trimmed = rng.random() * MOST_TRIMMED / 2
    return ImageOps.fit(source, size, Image.Resampling.BICUBIC, trimmed, centre)


def read(path: Path, size: tuple[int, int]) -> Image.Image:
    """Read a source, no larger than it has to be for pictures of a size."""
    with Image.open(path) as file:
        source = file.convert("RGB")
    source.thumbnail((8 * max(size), 8 * max(size)))
    return source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=340)
    parser.add_argument("--size", default="400x533", help="pixels")
    parser.add_argument("--format", default="jpg", choices=("jpg", "png"))
    options = parser.parse_args()

    width, height = map(int, options.size.split("x"))
    rng = random.Random(0)
    paths = sorted(p for p in options.source.glob("*/*") if p.suffix.lower() in SUFFIXES)
    sources = {path: read(path, (width, height)) for path in paths[: options.count]}
    for index, (path, source) in zip(range(options.count), cycle(sources.items()), strict=False):
        folder = options.out / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        picture = cut(source, (width, height), rng)
        picture.save(folder / f"{index:06d}.{options.format}", quality=90)


if __name__ == "__main__":
    main()
