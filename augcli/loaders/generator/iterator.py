"""Iterate over batches for ever, as the iterators of Keras do."""

from __future__ import annotations

import threading
from abc import abstractmethod
from pathlib import Path
from typing import Any, NamedTuple, Self

from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.images import array_to_img
from augcli.loaders.generator.seen_by_keras import as_keras_sees
from augcli.loaders.options import whole


class Saving(NamedTuple):
    """Where to save the images of each batch for a look; nowhere if ``folder`` is None."""

    folder: str | None
    prefix: str
    file_format: str


class Iterator:
    """Batches without an end. ``len`` is their number in an epoch.

    ``n`` is the number of images, ``batch_index`` the batch that comes next, and
    ``total_batches_seen`` counts batches. Without a ``seed`` the global state of ``numpy.random``
    decides, as in Keras; with one it is left alone.
    """

    white_list_formats = ("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff")

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Return a new iterator, of a class that Keras knows if it is loaded."""
        return object.__new__(as_keras_sees(cls))

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()  # Keras' own part, if there is one
        self.n = n
        self.batch_size = whole("batch_size", batch_size, 1)
        self.shuffle = shuffle
        self.seed = seed
        self.batch_index = 0
        self.total_batches_seen = 0
        self.lock = threading.Lock()
        self.index_array: Array | None = None
        self._saved = 0

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        return (self.n + self.batch_size - 1) // self.batch_size

    def __getitem__(self, idx: int) -> Any:
        """Return a batch of the epoch by its number."""
        if not -len(self) <= idx < len(self):
            raise ValueError(f"idx must be less than {len(self)}, the number of batches, not {idx}")
        with self.lock:
            chance = self._chance()
            if self.index_array is None:
                self._set_index_array(chance)
            indices = self._batch(idx % len(self))
        return self._get_batches_of_transformed_samples(indices, chance)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        with self.lock:
            chance = self._chance()
            if self.batch_index == 0:
                self._set_index_array(chance)
            indices = self._batch(self.batch_index)
            self.batch_index = (self.batch_index + 1) % max(1, len(self))
        return self._get_batches_of_transformed_samples(indices, chance)

    def next(self) -> Any:
        """Return the next batch, as scripts for Python 2 ask for it."""
        return next(self)

    def on_epoch_end(self) -> None:
        """Shuffle the images anew."""
        with self.lock:
            self._set_index_array(self._chance(counted=False))

    def reset(self) -> None:
        """Begin an epoch with the next batch."""
        self.batch_index = 0

    @abstractmethod
    def _get_batches_of_transformed_samples(self, index_array: Array, chance: Any) -> Any:
        """Return the batch of some images."""

    def save(self, batch: Array, index_array: Array, data_format: str, how: Saving) -> None:
        """Save the images of a batch, under names that no file has yet."""
        if how.folder is None:
            return
        for image, index in zip(batch, index_array, strict=True):
            picture = array_to_img(image, data_format, scale=True)
            while True:
                with self.lock:
                    self._saved += 1
                    name = f"{how.prefix}_{index}_{self._saved:05d}.{how.file_format}"
                path = Path(how.folder) / name
                try:
                    with path.open("xb") as file:
                        picture.save(file, format=_named(how.file_format))
                    break
                except FileExistsError:
                    continue

    def _chance(self, *, counted: bool = True) -> Any:
        """Return what draws for the next batch: the global state, or one of the seed."""
        seed = None if self.seed is None else self.seed + self.total_batches_seen
        self.total_batches_seen += counted
        return np.random if seed is None else np.random.RandomState(seed)

    def _set_index_array(self, chance: Any) -> None:
        self.index_array = chance.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _batch(self, number: int) -> Array:
        assert self.index_array is not None
        return self.index_array[number * self.batch_size : (number + 1) * self.batch_size]


def _named(file_format: str) -> str:
    return "JPEG" if file_format.lower() == "jpg" else file_format.upper()
