"""Iterate over batches of images in an array."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.images import CHANNELS
from augcli.loaders.generator.iterator import Iterator, Saving
from augcli.loaders.generator.makes import Makes


class NumpyArrayIterator(Iterator):
    """Batches of images of an array of rank 4; ``x`` may be a pair of it and of other inputs."""

    def __init__(  # noqa: PLR0913, PLR0917, as in Keras
        self,
        x: Any,
        y: Any,
        image_data_generator: Makes,
        batch_size: int = 32,
        shuffle: bool = False,
        sample_weight: Any = None,
        seed: int | None = None,
        data_format: str = "channels_last",
        save_to_dir: str | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        dtype: Any = "float32",
    ) -> None:
        x, others = _inputs(x)
        _check_lengths(x, y, sample_weight)
        part = slice(None)
        if subset is not None:
            part = image_data_generator.part_of(subset, len(x))
            if y is not None:
                _check_classes(y, int(len(x) * image_data_generator.validation_split))
        self.dtype = dtype
        self.x = np.asarray(x[part], dtype=dtype)
        self.x_misc = [one[part] for one in others]
        self.y = None if y is None else np.asarray(y)[part]
        self.sample_weight = None if sample_weight is None else np.asarray(sample_weight)[part]
        check_rank(self.x, 3 if data_format == "channels_last" else 1, "x")
        self.image_data_generator = image_data_generator
        self.data_format = data_format
        self.save_to_dir, self.save_prefix = save_to_dir, save_prefix
        self.save_format = save_format
        self._augments = subset != "validation"
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _get_batches_of_transformed_samples(self, index_array: Array, chance: Any) -> Any:
        make = self.image_data_generator.made
        batch_x = np.zeros((len(index_array), *self.x.shape[1:]), dtype=self.dtype)
        for into, index in enumerate(index_array):
            batch_x[into] = make(self.x[index].copy(), chance if self._augments else None)
        saving = Saving(self.save_to_dir, self.save_prefix, self.save_format)
        self.save(batch_x, index_array, self.data_format, saving)
        found: list[Any] = [[batch_x, *(one[index_array] for one in self.x_misc)]]
        if not self.x_misc:
            found = [batch_x]
        if self.y is None:
            return found[0]
        found.append(self.y[index_array])
        if self.sample_weight is not None:
            found.append(self.sample_weight[index_array])
        return tuple(found)


def check_rank(x: Array, channel_axis: int, name: str) -> None:
    """Raise ValueError for an array that is not of rank 4; warn of a number of channels."""
    if x.ndim != 4:
        raise ValueError(f"{name} has shape {x.shape}, and must have rank 4")
    if x.shape[channel_axis] not in CHANNELS.values():
        warnings.warn(
            f"{name} has shape {x.shape}, with {x.shape[channel_axis]} channels on axis "
            f"{channel_axis}: images have 1, 3 or 4",
            stacklevel=3,
        )


def _inputs(x: Any) -> tuple[Any, list[Array]]:
    """Return the images, and the other inputs."""
    if not isinstance(x, tuple | list):
        return x, []
    images, others = x
    given = [np.asarray(one) for one in (others if isinstance(others, list) else [others])]
    for one in given:
        if len(one) != len(images):
            raise ValueError(
                f"All of the arrays in `x` must have one length, not {len(images)} and {len(one)}"
            )
    return images, given


def _check_lengths(x: Sequence[Any], y: Any, sample_weight: Any) -> None:
    for name, other in (("`y` (labels)", y), ("`sample_weight`", sample_weight)):
        if other is not None and len(other) != len(x):
            lengths = f"{len(x)} and {len(other)}"
            raise ValueError(f"`x` (images tensor) and {name} must have one length, not {lengths}")


def _check_classes(y: Any, first: int) -> None:
    if not np.array_equal(np.unique(y[:first]), np.unique(y[first:])):
        raise ValueError(
            "Training and validation subsets have different number of classes after the split, or "
            "other ones: shuffle x and y together if they are sorted by class"
        )
