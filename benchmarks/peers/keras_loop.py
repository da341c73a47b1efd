"""keras-preprocessing's ImageDataGenerator, one process, each image at its own size.

``--workers`` and ``--size`` are accepted and not used: the generator has no process pool for files
on disk.
"""

from __future__ import annotations

from pathlib import Path

from keras_preprocessing.image import (
    ImageDataGenerator,
    array_to_img,
    img_to_array,
    load_img,
)
from task import QUALITY, Task


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


def augment(generator: ImageDataGenerator, source: Path, targets: list[Path]) -> None:
    """Decode a source once and write its augmented copies."""
    pixels = img_to_array(load_img(source))
    for target in targets:
        # scale=False: the values are already 0..255; rescaling would undo the brightness.
        image = array_to_img(generator.random_transform(pixels), scale=False)
        image.save(target, quality=QUALITY)


def main() -> None:
    task = Task.of_command_line(__doc__, ("photos",))
    generator = build_generator()
    for source in task.sources():
        augment(generator, source, task.targets(source))


if __name__ == "__main__":
    main()
