"""A dataset for Keras 3."""

from __future__ import annotations

from typing import Any, Unpack

from augcli.loaders.flow_from_directory import flow_from_directory
from augcli.loaders.flow_options import DirectoryOptions
from augcli.loaders.folder import TargetSize
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.run_options import PathLike


def dataset(
    directory: PathLike,
    pipeline: Pipeline | None = None,
    target_size: TargetSize = None,
    batch_size: int = 32,
    **options: Unpack[DirectoryOptions],
) -> Any:
    """Return a ``keras.utils.PyDataset`` of a folder, for ``Model.fit`` on any backend of Keras 3.

    The arguments are those of ``augcli.flow_from_directory``; the flow is its ``flow``. Each epoch
    has another draw. ``workers`` is the number of threads that Keras makes batches in.

    Raises:
        ImportError: Keras 3 is missing.
        TypeError, ValueError, UsageProblem, EnvironmentFailure: as ``flow_from_directory``.
    """
    try:
        from keras.utils import PyDataset
    except ImportError as error:
        raise ImportError("augcli.keras.dataset needs Keras 3: pip install keras") from error

    class FolderDataset(PyDataset):  # type: ignore[misc]  # Keras has no types
        """Batches of a flow by their number."""

        def __init__(self) -> None:
            super().__init__(workers=flow_workers)
            values: dict[str, Any] = {**options, "workers": 0}
            self.flow = flow_from_directory(directory, pipeline, target_size, batch_size, **values)

        def __len__(self) -> int:
            return len(self.flow)

        def __getitem__(self, index: int) -> Any:
            return self.flow[index]

        def on_epoch_end(self) -> None:
            self.flow.epoch += 1

    flow_workers = options.get("workers", 1)
    return FolderDataset()
