"""keras-preprocessing's ImageDataGenerator, one process, each image at its own size.

usage: keras_loop.py DATA OUT [--copies N] [--workers N]

``--workers`` is accepted and not used: the generator has no process pool for files on disk.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from keras_preprocessing.image import (
    ImageDataGenerator,
    array_to_img,
    img_to_array,
    load_img,
)

SUFFIXES = {".jpg", ".jpeg", ".png"}


def build_generator() -> ImageDataGenerator:
    """Return the generator; its fill (replicated border) and bilinear resampling are defaults."""
    return ImageDataGenerator(
        rotation_range=40,
        width_shift_range=0.1,
        height_shift_range=0.1,
        zoom_range=0.2,
        horizontal_flip=True,
        brightness_range=(0.6, 1.2),
    )


def augment(generator: ImageDataGenerator, source: Path, out: Path, copies: int) -> None:
    """Decode ``source`` once and write ``copies`` augmented JPEGs under ``out``."""
    pixels = img_to_array(load_img(source))
    for copy in range(1, copies + 1):
        # scale=False: the values are already 0..255; rescaling would undo the brightness.
        image = array_to_img(generator.random_transform(pixels), scale=False)
        image.save(out / source.parent.name / f"{source.stem}_{copy}.jpg", quality=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2, help="not used")
    options = parser.parse_args()

    sources = sorted(p for p in options.data.glob("*/*") if p.suffix.lower() in SUFFIXES)
    generator = build_generator()
    for label in {source.parent.name for source in sources}:
        (options.out / label).mkdir(parents=True, exist_ok=True)
    for source in sources:
        augment(generator, source, options.out, options.copies)


if __name__ == "__main__":
    main()
