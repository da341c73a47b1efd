"""Iterate over batches of the images that a table names."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from augcli.imaging.lazy import Array, np
from augcli.loaders.generator.files_iterator import (
    FilesIterator,
    Reading,
    check_class_mode,
    check_is_here,
)
from augcli.loaders.generator.iterator import Saving
from augcli.loaders.generator.makes import Makes, Plain

_OF_CLASSES = ("binary", "categorical", "sparse")
_MODES = (*_OF_CLASSES, "input", "multi_output", "raw")


class DataFrameIterator(FilesIterator):
    """Batches of the images that a pandas DataFrame names, or any table with named columns."""

    def __init__(  # noqa: PLR0913, PLR0917, as in Keras
        self,
        dataframe: Any,
        directory: str | os.PathLike[str] | None = None,
        image_data_generator: Makes | None = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
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
        subset: str | None = None,
        interpolation: str = "nearest",
        dtype: Any = "float32",
        validate_filenames: bool = True,
    ) -> None:
        generator = image_data_generator or Plain()
        reading = Reading(target_size, color_mode, data_format, interpolation, subset, dtype)
        self._set_reading(generator, reading, Saving(save_to_dir, save_prefix, save_format))
        check_class_mode(class_mode, _MODES)
        self.class_mode = class_mode
        check_is_here(directory or "")
        self.directory = str(directory or "")
        table = _Table(dataframe, x_col, y_col, weight_col)
        table.check(class_mode)
        rows = list(range(len(table.names)))
        if validate_filenames:
            rows = self._valid(rows, table)
        if class_mode in _OF_CLASSES:
            rows = self._with_classes(rows, table, classes)
        elif classes:
            warnings.warn(f"classes have no use with class_mode {class_mode!r}", stacklevel=3)
        if subset is not None:
            rows = rows[generator.part_of(subset, len(rows))]
        self._take(rows, table)
        self.samples = len(rows)
        kind = "validated" if validate_filenames else "non-validated"
        of = f" belonging to {len(self.class_indices)} classes" if class_mode in _OF_CLASSES else ""
        print(f"Found {self.samples} {kind} image filenames{of}.")
        super().__init__(self.samples, batch_size, shuffle, seed)

    @property
    def filepaths(self) -> list[str]:
        """The paths of the files."""
        return self._filepaths

    @property
    def labels(self) -> Any:
        """The number of the class of each file, or of its classes; or the values to learn."""
        return self._targets if self.class_mode in ("multi_output", "raw") else self.classes

    @property
    def sample_weight(self) -> Array | None:
        """The weight of each file, if there are any."""
        return self._sample_weight

    def _valid(self, rows: list[int], table: _Table) -> list[int]:
        """Return the rows whose files are there and have the ending of an image."""
        found = [
            row
            for row in rows
            if table.names[row].lower().endswith(self.white_list_formats)
            and Path(self.directory, table.names[row]).is_file()
        ]
        if missing := len(rows) - len(found):
            warnings.warn(
                f"{missing} names in column {table.x_col!r} are no image files, and are left out",
                stacklevel=4,
            )
        return found

    def _with_classes(
        self, rows: list[int], table: _Table, classes: Sequence[str] | None
    ) -> list[int]:
        """Return the rows that have one of the classes, and number the classes."""
        there = {label for row in rows for label in _several(table.values[row])}
        wanted = set(classes) if classes else there
        self.class_indices = {name: number for number, name in enumerate(sorted(wanted))}
        return [row for row in rows if wanted.intersection(_several(table.values[row]))]

    def _take(self, rows: list[int], table: _Table) -> None:
        """Keep the files of some rows, and what is to be learnt of them."""
        self.filenames = [table.names[row] for row in rows]
        self._filepaths = [str(Path(self.directory, name)) for name in self.filenames]
        weights = table.weights
        self._sample_weight = None if weights is None else weights[rows]
        if self.class_mode in _OF_CLASSES:
            self.classes = [self._numbers(table.values[row]) for row in rows]
        elif self.class_mode == "multi_output":
            self._targets: Any = [np.array([one[row] for row in rows]) for one in table.columns]
        elif self.class_mode == "raw":
            values = [np.array([one[row] for row in rows]) for one in table.columns]
            self._targets = values[0] if isinstance(table.y_col, str) else np.stack(values, 1)

    def _numbers(self, label: Any) -> Any:
        if isinstance(label, list | tuple):
            return [self.class_indices[one] for one in label if one in self.class_indices]
        return self.class_indices[label]


class _Table:
    """The columns of a table that are used."""

    def __init__(self, dataframe: Any, x_col: str, y_col: Any, weight_col: str | None) -> None:
        self.x_col, self.y_col, self.weight_col = x_col, y_col, weight_col
        self._dataframe = dataframe
        self.names = self._column(x_col)
        self.weights = None if weight_col is None else np.array(self._column(weight_col))

    @property
    def values(self) -> list[Any]:
        """The classes of the images."""
        return self.columns[0]

    @property
    def columns(self) -> list[list[Any]]:
        """The columns of what is to be learnt."""
        names = [self.y_col] if isinstance(self.y_col, str) else list(self.y_col)
        return [self._column(name) for name in names]

    def check(self, class_mode: str | None) -> None:
        """Raise TypeError or ValueError if the columns don't fit the class mode."""
        if not all(isinstance(name, str) for name in self.names):
            raise TypeError(f"x_col {self.x_col!r} must have texts alone: the names of files")
        if class_mode == "multi_output" and not isinstance(self.y_col, list):
            got = type(self.y_col).__name__
            raise TypeError(f"y_col must be a list with class_mode 'multi_output', not {got}")
        kinds = {"binary": str, "sparse": str, "categorical": str | list | tuple}
        if class_mode in kinds and not all(
            isinstance(one, kinds[class_mode]) for one in self.values
        ):
            also = ", lists or tuples of them" if class_mode == "categorical" else ""
            raise TypeError(
                f"y_col {self.y_col!r} must have texts{also} with class_mode {class_mode!r}"
            )
        if class_mode == "binary" and (number := len(set(self.values))) != 2:
            raise ValueError(f"class_mode 'binary' is for 2 classes, and there are {number}")
        if self.weights is not None and self.weights.dtype.kind not in "biuf":
            raise TypeError(f"weight_col {self.weight_col!r} must have numbers")

    def _column(self, name: str) -> list[Any]:
        try:
            return list(self._dataframe[name])
        except KeyError as error:
            raise ValueError(f"the table has no column {name!r}") from error


def _several(label: Any) -> Sequence[Any]:
    return label if isinstance(label, list | tuple) else (label,)
