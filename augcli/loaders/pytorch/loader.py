"""A loader of normalized tensors, fed by augcli's own workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Unpack

from augcli.loaders.feed.flow import Flow
from augcli.loaders.flow_from_directory import flow_from_directory
from augcli.loaders.flow_options import FolderOptions
from augcli.loaders.folder import TargetSize
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.pytorch.library import torch
from augcli.loaders.run_options import PathLike


class TensorOptions(FolderOptions, total=False):
    """The arguments of ``loader``."""

    normalize: Literal["imagenet"] | tuple[Sequence[float], Sequence[float]] | None
    pin_memory: bool
    class_mode: Literal["categorical", "sparse"]


class Loader:
    """Batches of (images, labels) as tensors: iterating over it once is one epoch.

    ``flow`` is the flow of arrays behind it.
    """

    def __init__(self, flow: Flow, *, pin_memory: bool = False) -> None:
        self.flow = flow
        self.classes, self.class_to_idx = flow.classes, flow.class_indices
        self._pin = pin_memory

    def __len__(self) -> int:
        return len(self.flow)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        for x, y in self.flow:
            images, labels = torch.from_numpy(x), torch.from_numpy(y)
            if self._pin:
                images, labels = images.pin_memory(), labels.pin_memory()
            yield images, labels

    def set_epoch(self, epoch: int) -> None:
        """Set the number of the epoch that comes next, from 0."""
        self.flow.epoch = epoch

    def state_dict(self) -> dict[str, Any]:
        """Return where the loader is: after which batch of which epoch."""
        return self.flow.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where another loader of the same arguments was. Raises ValueError."""
        self.flow.load_state_dict(state)

    def close(self) -> None:
        """End the workers, and remove the cache."""
        self.flow.close()

    def __enter__(self) -> Loader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def loader(
    directory: PathLike,
    pipeline: Pipeline | None = None,
    target_size: TargetSize = None,
    batch_size: int = 32,
    **options: Unpack[TensorOptions],
) -> Loader:
    """Return batches of (images, labels) from a folder, as tensors.

    Images are float32 of shape (size, channels, height, width), in 0..1 or normalized:
    ``normalize`` is ``"imagenet"`` or (means, deviations) of the channels. Labels are int64.
    ``pin_memory`` puts both into page-locked memory, for a quicker way to a GPU. The other
    arguments are those of ``augcli.flow_from_directory``.

    Raises:
        TypeError, ValueError, UsageProblem, EnvironmentFailure: as ``flow_from_directory``.
    """
    values: dict[str, Any] = {"class_mode": "sparse", **options}
    pin_memory = values.pop("pin_memory", False)
    flow = flow_from_directory(
        directory, pipeline, target_size, batch_size, **values, data_format="channels_first"
    )
    return Loader(flow, pin_memory=pin_memory)
