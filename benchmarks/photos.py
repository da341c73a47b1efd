"""Write photo-like JPEGs: smooth colour fields, hard-edged shapes and sensor noise, seeded.

usage: photos.py OUT [--count N] [--size WIDTHxHEIGHT] [--classes N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


def photo(width: int, height: int, rng: np.random.Generator) -> Image.Image:
    """Return one RGB image of ``width`` x ``height`` pixels."""
    canvas = np.zeros((height, width, 3), dtype=np.float32)
    for cells in (3, 9, 27, 81):  # Octaves of noise: coarse ones strong, as in photographs.
        grid = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        field = grid.resize((width, height), Image.Resampling.BICUBIC)
        canvas += np.asarray(field, dtype=np.float32) * (1.5 / cells)
    image = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        corners = rng.random((4, 2)) * (width, height)
        draw.polygon([(x, y) for x, y in corners], fill=tuple(rng.integers(0, 256, 3).tolist()))
    noise = rng.normal(0, 4, (height, width, 1))
    noisy = np.asarray(image, dtype=np.float32) + noise
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=340)
    parser.add_argument("--size", default="400x533", help="pixels")
    parser.add_argument("--classes", type=int, default=10)
    options = parser.parse_args()

    width, height = map(int, options.size.split("x"))
    rng = np.random.default_rng(0)
    for index in range(options.count):
        folder = options.out / f"class_{index % options.classes}"
        folder.mkdir(parents=True, exist_ok=True)
        photo(width, height, rng).save(folder / f"photo_{index:04d}.jpg", quality=90)


if __name__ == "__main__":
    main()
