"""Pillow alone in a process pool: one affine transform, then enhancers.

Pillow cannot replicate the border: it is black. For outputs of another size, each source is
resized once, before its copies are made.
"""

from __future__ import annotations

import math
import random
from functools import partial
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps
from task import PNG_LEVEL, QUALITY, Task


def warp(image: Image.Image) -> Image.Image:
    """Rotate, shift, zoom and flip in one transform."""
    angle = math.radians(random.uniform(-40, 40))
    x, y = random.uniform(0.8, 1.2), random.uniform(0.8, 1.2)
    flip = random.choice((1, -1))
    a, b = math.cos(angle) * x * flip, math.sin(angle) * y
    c, d = -math.sin(angle) * x * flip, math.cos(angle) * y
    width, height = image.size
    left = width * (0.5 + random.uniform(-0.1, 0.1)) - (a * width + b * height) / 2
    top = height * (0.5 + random.uniform(-0.1, 0.1)) - (c * width + d * height) / 2
    matrix = (a, b, left, c, d, top)
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def photos(image: Image.Image) -> Image.Image:
    """Warp, then brightness."""
    return ImageEnhance.Brightness(warp(image)).enhance(random.uniform(0.6, 1.2))


def tone(image: Image.Image) -> Image.Image:
    """Flips, then brightness and contrast."""
    if random.random() < 0.5:
        image = ImageOps.mirror(image)
    if random.random() < 0.5:
        image = ImageOps.flip(image)
    image = ImageEnhance.Brightness(image).enhance(random.uniform(0.6, 1.2))
    return ImageEnhance.Contrast(image).enhance(random.uniform(0.8, 1.2))


STEPS = {"photos": photos, "tone": tone}


def augment(source: Path, task: Task) -> None:
    """Decode a source once and write its augmented copies."""
    with Image.open(source) as file:
        image = file.convert("RGB")
    if task.size:
        image = image.resize(task.size, Image.Resampling.BOX)
    for target in task.targets(source):
        made = STEPS[task.steps](image)
        made.save(target, quality=QUALITY, compress_level=PNG_LEVEL)


def main() -> None:
    task = Task.of_command_line(__doc__, tuple(STEPS))
    task.run(partial(augment, task=task))


if __name__ == "__main__":
    main()
