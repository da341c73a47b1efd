"""A DataLoader over Albumentations and OpenCV, written by hand for speed."""

from __future__ import annotations

import os
from typing import Any

# Read at import time: without it Albumentations asks the network for a newer release.
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A  # noqa: N812 (the library's own convention)
import cv2
import torch
from data_loader import feed
from epochs import Task


def load(path: str) -> Any:
    """Return an image as an array, RGB."""
    image: Any = cv2.imread(path)
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def pipeline(size: int) -> A.Compose:
    """Return the steps; images are resized first, so that the others have fewer pixels."""
    affine = A.Affine(
        rotate=(-40, 40),
        translate_percent={"x": (-0.1, 0.1), "y": (-0.1, 0.1)},
        scale={"x": (0.8, 1.2), "y": (0.8, 1.2)},
        interpolation=cv2.INTER_LINEAR,
        border_mode=cv2.BORDER_REPLICATE,
        p=1,
    )
    tone = A.ColorJitter(brightness=(0.6, 1.2), contrast=(1, 1), saturation=(1, 1), hue=(0, 0), p=1)
    resize = A.Resize(size, size, interpolation=cv2.INTER_AREA)
    return A.Compose([resize, affine, A.HorizontalFlip(p=0.5), tone])


def main() -> None:
    task = Task.of_command_line(__doc__)
    cv2.setNumThreads(1)  # the workers are the parallelism; they are forked, and inherit it
    steps = pipeline(task.size)

    def transform(image: Any) -> Any:
        made = steps(image=image)["image"]
        return torch.from_numpy(made).permute(2, 0, 1).float().div_(255)

    feed(task, load, transform)


if __name__ == "__main__":
    main()
