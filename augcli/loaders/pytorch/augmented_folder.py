"""A map-style dataset of a folder, for the DataLoader of PyTorch."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Unpack

from augcli.imaging.lazy import Array, np
from augcli.loaders.feed.batches import BatchJob, BatchMaker
from augcli.loaders.feed.order import Turn, next_of_each
from augcli.loaders.feed.problems import skipped, unreadable
from augcli.loaders.flow_options import FolderOptions
from augcli.loaders.folder import TargetSize, prepared
from augcli.loaders.options import whole
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.pytorch.library import torch
from augcli.loaders.run_options import PathLike


class AugmentedFolder(torch.utils.data.Dataset):  # type: ignore[misc]  # torch has no types here
    """The images of ``root/<class>/``, augmented, as (tensor, number of the class).

    ``classes``, ``class_to_idx``, ``samples``, ``imgs`` and ``targets`` are those of torchvision's
    ``ImageFolder``. A tensor is float32 in 0..1, of shape (channels, height, width). Each epoch has
    another draw after :meth:`set_epoch`, which workers of a ``DataLoader`` see too, persistent or
    not. A draw depends on seed, epoch and name alone, so no two workers repeat each other.
    """

    def __init__(
        self,
        root: PathLike,
        pipeline: Pipeline | None = None,
        target_size: TargetSize = None,
        transform: Callable[[Any], Any] | None = None,
        **options: Unpack[FolderOptions],
    ) -> None:
        """List the images of a folder, or of its split ``train``.

        ``transform`` is called with each tensor, such as a ``Normalize`` of torchvision. The other
        arguments are those of ``augcli.flow_from_directory``.

        Raises:
            TypeError, ValueError, UsageProblem, EnvironmentFailure: as ``flow_from_directory``.
        """
        values: dict[str, Any] = {**options, "class_mode": "sparse", "cache": None}
        fed, maker, settings = prepared(root, pipeline, target_size, values)
        self.root = str(root)
        self.classes = list(fed.classes)
        self.class_to_idx = {name: number for number, name in enumerate(fed.classes)}
        self.targets: list[int] = fed.targets.tolist()
        paths = fed.pictures.paths  # type: ignore[attr-defined]  # they are files
        self.samples = self.imgs = list(zip(paths, self.targets, strict=True))
        self.transform = transform
        self._skips = settings.on_error == "skip"
        # Shared, so that workers that are there already see another epoch.
        self._epoch = torch.full((1,), settings.epoch, dtype=torch.int64).share_memory_()
        self._work = BatchMaker(
            fed.pictures,
            maker,
            (1, *fed.shape),
            fed.dtype,
            batch_size=1,
            stands_in=next_of_each(self.targets),
            augment=settings.augment,
        )
        self._fill: Callable[[Array, BatchJob], Any] | None = None
        self._told: set[int] = set()

    def set_epoch(self, epoch: int) -> None:
        """Set the number of the epoch, from 0, in all workers."""
        self._epoch[0] = whole("epoch", epoch, 0)

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if not -len(self) <= index < len(self):
            raise IndexError(f"image {index} is none of {len(self)}")
        if self._fill is None:
            self._fill = self._work.filler()
        batch = np.empty((1, *self._work.shape), np.uint8)
        turn = Turn(int(index) % len(self), 0)
        made = self._fill(batch, BatchJob(0, int(self._epoch[0]), [turn], [None]))
        for row, text in made.problems:
            self._tell(row, text)
        tensor = torch.from_numpy(batch[0, 0].transpose(2, 0, 1)).to(torch.float32).div_(255)
        return (self.transform(tensor) if self.transform else tensor), self.targets[made.rows[0]]

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_fill": None}

    def _tell(self, row: int, text: str) -> None:
        name = self._work.pictures.keys[row]
        if not self._skips:
            raise unreadable(name, text)
        if row not in self._told:
            self._told.add(row)
            warnings.warn(skipped(name, text), stacklevel=3)
