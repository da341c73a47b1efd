"""What iterators over image files have in common."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from augcli.errors import UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.images import CHANNELS, check_color_mode, img_to_array, load_img
from augcli.loaders.generator.iterator import Iterator, Saving
from augcli.loaders.generator.makes import Makes
from augcli.storage.remote.scheme import is_url


class Reading(NamedTuple):
    """How image files are read, with the names of ``flow_from_directory``."""

    target_size: Sequence[int]
    color_mode: str
    data_format: str
    interpolation: str
    subset: str | None
    dtype: Any


class FilesIterator(Iterator):
    """Batches of image files. ``samples`` is their number, ``filenames`` their names."""

    filenames: list[str]
    class_mode: str | None
    class_indices: dict[str, int]

    def _set_reading(self, generator: Makes, reading: Reading, saving: Saving) -> None:
        check_color_mode(reading.color_mode)
        height, width = reading.target_size
        for side in (height, width):
            if side < 1:
                raise ValueError(f"target_size must be (height, width), not {reading.target_size}")
        self.image_data_generator = generator
        self.target_size = (int(height), int(width))
        self.color_mode, self.data_format = reading.color_mode, reading.data_format
        channels = CHANNELS[reading.color_mode]
        last = reading.data_format == "channels_last"
        self.image_shape = (*self.target_size, channels) if last else (channels, *self.target_size)
        self.interpolation, self.subset, self.dtype = reading[3:]
        self.save_to_dir, self.save_prefix, self.save_format = saving

    @property
    @abstractmethod
    def filepaths(self) -> list[str]:
        """The paths of the files."""

    @property
    @abstractmethod
    def labels(self) -> Any:
        """The class of each file, or the other values to learn."""

    @property
    def sample_weight(self) -> Array | None:
        """The weight of each file, if there are any."""
        return None

    def _get_batches_of_transformed_samples(self, index_array: Array, chance: Any) -> Any:
        batch_x = np.zeros((len(index_array), *self.image_shape), dtype=self.dtype)
        for into, index in enumerate(index_array):
            batch_x[into] = self._made(self.filepaths[index], chance)
        saving = Saving(self.save_to_dir, self.save_prefix, self.save_format)
        self.save(batch_x, index_array, self.data_format, saving)
        if self.class_mode is None:
            return batch_x
        found = [batch_x, self._targets_of(index_array, batch_x)]
        if self.sample_weight is not None:
            found.append(self.sample_weight[index_array])
        return tuple(found)

    def _made(self, path: str, chance: Any) -> Any:
        with load_img(
            path,
            color_mode=self.color_mode,
            target_size=self.target_size,
            interpolation=self.interpolation,
        ) as image:
            x = img_to_array(image, data_format=self.data_format, dtype=self.dtype)
        drawn = None if self.subset == "validation" else chance
        return self.image_data_generator.made(np.array(x), drawn)

    def _targets_of(self, index_array: Array, batch_x: Array) -> Any:
        if self.class_mode == "input":
            return batch_x.copy()
        labels = self.labels
        match self.class_mode:
            case "multi_output":
                return [output[index_array] for output in labels]
            case "raw":
                return labels[index_array]
            case "categorical":
                hot = np.zeros((len(index_array), len(self.class_indices)), dtype=self.dtype)
                for row, index in enumerate(index_array):
                    hot[row, labels[index]] = 1
                return hot
            case _:
                return np.array([labels[index] for index in index_array], dtype=self.dtype)


def check_is_here(directory: str | os.PathLike[str]) -> None:
    """Raise UsageProblem if a directory is a URL: it is walked as Keras walks it, by the system."""
    if is_url(os.fspath(directory)):
        raise UsageProblem(
            f"directory {directory}: ImageDataGenerator reads folders of this machine alone",
            "give the URL to augcli.flow_from_directory or augcli.keras.dataset",
        )


def check_class_mode(class_mode: object, known: Sequence[str]) -> None:
    """Raise ValueError if there is no such class mode."""
    if class_mode is not None and class_mode not in known:
        raise ValueError(
            f"class_mode must be one of {', '.join(known)} or None, not {class_mode!r:.40}"
        )
