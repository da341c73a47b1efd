"""A DataLoader over torchvision's transforms v2, with the loader of its ``ImageFolder``."""

from __future__ import annotations

import torch
from data_loader import feed
from epochs import Task
from torchvision.datasets.folder import pil_loader
from torchvision.transforms import v2


def main() -> None:
    task = Task.of_command_line(__doc__)
    transform = v2.Compose(
        [
            v2.ToImage(),
            v2.Resize((task.size, task.size)),
            v2.RandomAffine(
                40,
                translate=(0.1, 0.1),
                scale=(0.8, 1.2),
                interpolation=v2.InterpolationMode.BILINEAR,
            ),
            v2.RandomHorizontalFlip(),
            v2.ColorJitter(brightness=(0.6, 1.2)),
            v2.ToDtype(torch.float32, scale=True),
        ]
    )
    feed(task, pil_loader, transform)


if __name__ == "__main__":
    main()
