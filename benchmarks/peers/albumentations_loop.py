"""Albumentations + OpenCV in a process pool, written by hand for speed.

For outputs of another size, each source is resized once, before its copies are made.
"""

from __future__ import annotations

import os
from functools import cache, partial
from pathlib import Path
from typing import Any

# Read at import time: without it Albumentations asks the network for a newer release.
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A  # noqa: N812 (the library's own convention)
import cv2
from task import PNG_LEVEL, QUALITY, Task

OPTIONS = {
    ".jpg": [cv2.IMWRITE_JPEG_QUALITY, QUALITY],
    ".png": [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL],
}


def tone(**factors: tuple[float, float]) -> A.ColorJitter:
    """Draw factors; with the others at identity, one alone is a table of 256 entries."""
    neutral: dict[str, Any] = dict.fromkeys(("brightness", "contrast", "saturation"), (1, 1))
    return A.ColorJitter(**neutral | factors, hue=(0, 0), p=1)


def warp() -> list[Any]:
    """One warp for rotation (degrees), shift (fraction of the side) and zoom; and a flip."""
    affine = A.Affine(
        rotate=(-40, 40),
        translate_percent={"x": (-0.1, 0.1), "y": (-0.1, 0.1)},
        scale={"x": (0.8, 1.2), "y": (0.8, 1.2)},
        interpolation=cv2.INTER_LINEAR,
        border_mode=cv2.BORDER_REPLICATE,
        p=1,
    )
    return [affine, A.HorizontalFlip(p=0.5)]


STEPS = {
    "photos": lambda: [*warp(), tone(brightness=(0.6, 1.2))],
    "tone": lambda: [
        A.HorizontalFlip(p=0.5),
        A.VerticalFlip(p=0.5),
        tone(brightness=(0.6, 1.2), contrast=(0.8, 1.2)),
    ],
    "heavy": lambda: [
        *warp(),
        tone(brightness=(0.6, 1.2), contrast=(0.8, 1.2), saturation=(0.7, 1.3)),
        A.GaussianBlur(blur_limit=0, sigma_limit=(0.1, 2), p=1),
        A.GaussNoise(std_range=(0, 10 / 255), p=1),
        A.Erasing(scale=(0.02, 0.2), ratio=(0.3, 3.3), fill="random", p=1),
    ],
}


@cache
def pipeline(steps: str) -> A.Compose:
    """Return this process's pipeline; built in the worker so that each has its own random state."""
    return A.Compose(STEPS[steps]())


def augment(source: Path, task: Task) -> None:
    """Decode a source once and write its augmented copies."""
    image: Any = cv2.imread(str(source))  # Stays BGR: all but the saturation is the same in it.
    if task.size:
        image = cv2.resize(image, task.size, interpolation=cv2.INTER_AREA)
    for target in task.targets(source):
        made = pipeline(task.steps)(image=image)["image"]
        cv2.imwrite(str(target), made, OPTIONS[target.suffix])


def main() -> None:
    task = Task.of_command_line(__doc__, tuple(STEPS))
    cv2.setNumThreads(1)  # The processes are the parallelism; OpenCV's threads would fight them.
    task.run(partial(augment, task=task))


if __name__ == "__main__":
    main()
