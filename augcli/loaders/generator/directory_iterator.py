"""Iterate over batches of the images in class folders."""

from __future__ import annotations

import os
from collections.abc import Iterator as Names
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from augcli.errors import UsageProblem
from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.files_iterator import (
    FilesIterator,
    Reading,
    check_class_mode,
    check_is_here,
)
from augcli.loaders.generator.iterator import Saving
from augcli.loaders.generator.makes import Makes

_MODES = ("categorical", "binary", "sparse", "input")


class DirectoryIterator(FilesIterator):
    """Batches of the images in class folders, in the order of their names if not shuffled."""

    def __init__(  # noqa: PLR0913, PLR0917, as in Keras
        self,
        directory: str | os.PathLike[str],
        image_data_generator: Makes,
        target_size: Sequence[int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        data_format: str = "channels_last",
        save_to_dir: str | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        dtype: Any = "float32",
    ) -> None:
        check_class_mode(class_mode, _MODES)
        reading = Reading(target_size, color_mode, data_format, interpolation, subset, dtype)
        saving = Saving(save_to_dir, save_prefix, save_format)
        self._set_reading(image_data_generator, reading, saving)
        check_is_here(directory)
        self.directory = str(directory)
        self.class_mode = class_mode
        names = list(classes) if classes else _folders(Path(directory))
        self.num_classes = len(names)
        self.class_indices = {name: number for number, name in enumerate(names)}
        self.filenames, numbers = [], []
        for name, number in self.class_indices.items():
            files = list(_images(Path(directory) / name, follow_links=follow_links))
            if subset is not None:
                files = files[image_data_generator.part_of(subset, len(files))]
            self.filenames += [os.path.join(name, one) for one in files]  # noqa: PTH118, names, not paths
            numbers += [number] * len(files)
        self.classes = np.array(numbers, dtype="int32")
        self.samples = len(self.filenames)
        self._filepaths = [str(Path(directory) / one) for one in self.filenames]
        print(f"Found {self.samples} images belonging to {self.num_classes} classes.")
        super().__init__(self.samples, batch_size, shuffle, seed)

    @property
    def filepaths(self) -> list[str]:
        """The paths of the files."""
        return self._filepaths

    @property
    def labels(self) -> Array:
        """The number of the class of each file."""
        return self.classes


def _folders(directory: Path) -> list[str]:
    """Return the names of the class folders. Raises UsageProblem if there are none."""
    if not directory.is_dir():
        raise UsageProblem(f"directory {directory} is no folder", "give the folder of the classes")
    found = sorted(one.name for one in directory.iterdir() if one.is_dir())
    if not found:
        raise UsageProblem(
            f"directory {directory} has no class folders",
            "put the images of each class into a folder of its own; with class_mode=None, into one",
        )
    return found


def _images(folder: Path, *, follow_links: bool) -> Names[str]:
    """Yield the names of the image files in a class folder and below it, in order."""
    for root, _, files in sorted(os.walk(folder, followlinks=follow_links)):
        for file in sorted(files):
            if file.lower().endswith(FilesIterator.white_list_formats):
                yield os.path.relpath(os.path.join(root, file), folder)  # noqa: PTH118, names too
