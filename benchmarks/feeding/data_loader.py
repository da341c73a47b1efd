"""PyTorch's DataLoader over a folder, with persistent workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from epochs import BATCH, Task

# For PyTorch without CUDA beside a torchvision that was built with it, as PyPI has it: torchvision
# can't load its own operators, and its import asks for these.
LIBRARY = torch.library.Library("torchvision", "FRAGMENT")
LIBRARY.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
LIBRARY.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from torchvision.datasets import DatasetFolder  # noqa: E402, after what it needs

ENDINGS = (".jpg", ".jpeg", ".png")


def feed(task: Task, load: Callable[[str], Any], transform: Callable[[Any], Any]) -> None:
    """Feed the images of a folder, each loaded by its path and then transformed to a tensor."""
    folder = DatasetFolder(str(Path(task.data)), load, ENDINGS, transform)
    loader = torch.utils.data.DataLoader(
        folder,
        BATCH,
        shuffle=True,
        num_workers=task.workers,
        persistent_workers=task.workers > 0,
    )
    task.run(lambda: loader)
