"""imgaug + OpenCV in a process pool; imgaug 0.4.0 of 2020, with the numpy it needs.

For outputs of another size, each source is resized once, before its copies are made.
"""

from __future__ import annotations

import os
from functools import cache, partial
from pathlib import Path
from typing import Any

import cv2
import imgaug.augmenters as iaa  # type: ignore[import-not-found]  # it is in another environment
from task import PNG_LEVEL, QUALITY, Task

OPTIONS = {
    ".jpg": [cv2.IMWRITE_JPEG_QUALITY, QUALITY],
    ".png": [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL],
}


def warp() -> list[Any]:
    """One warp for rotation (degrees), shift (fraction of the side) and zoom; and a flip."""
    affine = iaa.Affine(
        rotate=(-40, 40),
        translate_percent={"x": (-0.1, 0.1), "y": (-0.1, 0.1)},
        scale={"x": (0.8, 1.2), "y": (0.8, 1.2)},
        order=1,
        mode="edge",
        backend="cv2",
    )
    return [affine, iaa.Fliplr(0.5)]


STEPS = {
    "photos": lambda: [*warp(), iaa.Multiply((0.6, 1.2))],
    "tone": lambda: [
        iaa.Fliplr(0.5),
        iaa.Flipud(0.5),
        iaa.Multiply((0.6, 1.2)),
        iaa.LinearContrast((0.8, 1.2)),
    ],
    "heavy": lambda: [
        *warp(),
        iaa.Multiply((0.6, 1.2)),
        iaa.LinearContrast((0.8, 1.2)),
        iaa.MultiplySaturation((0.7, 1.3), from_colorspace="BGR"),
        iaa.GaussianBlur((0.1, 2)),
        iaa.AdditiveGaussianNoise(scale=(0, 10), per_channel=True),
        iaa.Cutout(nb_iterations=1, size=(0.14, 0.45), fill_mode="gaussian", fill_per_channel=True),
    ],
}


@cache
def pipeline(steps: str, process: int) -> Any:
    """Return this process's pipeline; a forked one would draw the same as its siblings."""
    return iaa.Sequential(STEPS[steps](), seed=process)


def augment(source: Path, task: Task) -> None:
    """Decode a source once and write its augmented copies."""
    image: Any = cv2.imread(str(source))
    if task.size:
        image = cv2.resize(image, task.size, interpolation=cv2.INTER_AREA)
    for target in task.targets(source):
        made = pipeline(task.steps, os.getpid())(image=image)
        cv2.imwrite(str(target), made, OPTIONS[target.suffix])


def main() -> None:
    task = Task.of_command_line(__doc__, tuple(STEPS))
    cv2.setNumThreads(1)
    task.run(partial(augment, task=task))


if __name__ == "__main__":
    main()
