"""List the images in a Parquet file with the columns of Hugging Face, and read single ones."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from threading import Lock
from typing import Any, BinaryIO

from augcli.storage.archives.ranges import look_through
from augcli.storage.names import canonical
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.kept_index import Index, kept_index
from augcli.storage.shards.member import Member, leads_out

_IMAGES, _LABELS = ("image", "img"), ("label", "class")
_HEAD = 512  # bytes that tell the format of an image whose name doesn't
_AT_ONCE = 64  # rows in memory while a file is listed
_MOST_KEPT = 1 << 28  # bytes of row groups that stay in memory: reading a row reads its group
_READING = Lock()
_KEPT: OrderedDict[tuple[str, int], Any] = OrderedDict()  # the groups of all files, latest last


class ParquetContents:
    """The images of a Parquet file, as :class:`Contents` describes them.

    An image is named by the number of its row and, if it has a path, the last part of that:
    ``00000012/cat.jpg``. Raises ValueError if the file can't be read as Parquet.
    """

    def __init__(self, shard: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self.problem = ""
        self._shard = shard
        # The last two come from values that Python can't hold, such as dates far in the past.
        self._errors = (pa.ArrowException, OSError, ValueError, ArithmeticError)
        try:
            with parquet.ParquetFile(_stream(shard)) as file:
                self._metadata, self._schema = file.metadata, file.schema_arrow
        except pa.ArrowException as error:
            raise ValueError(f"is no whole Parquet file: {_first_line(error)}") from error
        self._image = _column(self._schema, _IMAGES)
        self._label = _column(self._schema, _LABELS)
        for name in filter(None, (self._image, self._label)):
            if self._schema.names.count(name) > 1:
                raise ValueError(f"has more than one column {name}")
        if not self._image:
            self.problem = f"has no column {' or '.join(_IMAGES)}"
        elif self._label and not _are_labels(self._schema.field(self._label).type):
            kind = self._schema.field(self._label).type
            self.problem = f"has classes that are neither texts nor whole numbers, but {kind}"
            self._label = ""

    @cached_property
    def members(self) -> dict[str, Member]:
        """The images by their names."""
        members, self.problem = kept_index(self._shard, self._index)
        return members

    def _index(self) -> Index:
        found: dict[str, Member] = {}
        problem = self.problem
        if self._image:
            try:
                found.update(self._members())
            except self._errors as error:
                problem = f"is damaged: {_first_line(error)}"
        return Index(found, problem)

    def size(self, name: str) -> int:
        """Return the size of an image in bytes. Raises as :meth:`read`."""
        listed: dict[str, Member] = self.__dict__.get("members", {})  # reading a row takes long
        return listed[name].size if name in listed else len(self.read(name))

    def read(self, name: str) -> bytes:
        """Return the bytes of an image. Raises KeyError if there is none, ValueError if damaged."""
        row = name.partition("/")[0]
        if not row.isdecimal() or int(row) >= self._metadata.num_rows:
            raise KeyError(name)
        place = int(row)
        for group in range(self._metadata.num_row_groups):
            rows = self._metadata.row_group(group).num_rows
            if place < rows:
                break
            place -= rows
        try:
            found, own = _parts(self._group(group)[place].as_py())
        except self._errors as error:
            raise ValueError(f"is damaged: {_first_line(error)}") from error
        if found is None or name_of_row(int(row), own) != name:
            raise KeyError(name)
        return found

    def _group(self, number: int) -> Any:
        """Return the images of a row group; those read last stay in memory."""
        key = (self._shard, number)
        with _READING:  # else the threads that read ahead would all read one group
            if key not in _KEPT:
                _KEPT[key] = self._read_group(number)
            _KEPT.move_to_end(key)
            column = _KEPT[key]
            while len(_KEPT) > 1 and sum(one.nbytes for one in _KEPT.values()) > _MOST_KEPT:
                _KEPT.popitem(last=False)
        return column

    def _read_group(self, number: int) -> Any:
        from pyarrow import parquet

        with parquet.ParquetFile(_stream(self._shard), metadata=self._metadata) as file:
            return file.read_row_group(number, [self._image])[self._image]

    def _members(self) -> Iterator[tuple[str, Member]]:
        from pyarrow import parquet

        columns = [one for one in (self._image, self._label) if one]
        names, row = self._class_names(), 0
        with parquet.ParquetFile(_stream(self._shard), metadata=self._metadata) as file:
            for batch in file.iter_batches(_AT_ONCE, columns=columns):
                for found in batch.to_pylist():
                    told = _told(found.get(self._label), names)
                    yield _member(row, *_parts(found[self._image]), told)
                    row += 1

    def _class_names(self) -> list[str]:
        """Return the names of the classes that the features of Hugging Face give."""
        metadata = self._schema.metadata or {}
        with suppress(KeyError, ValueError, TypeError, RecursionError):
            info = json.loads(metadata[b"huggingface"])["info"]
            names = info["features"][self._label]["names"]
            return [str(name) for name in names]
        return []


def _stream(shard: str) -> str | BinaryIO:
    # pyarrow reads a file on this machine faster than Python hands it over.
    return look_through(shard) if is_url(shard) else shard


def _are_labels(kind: Any) -> bool:
    """Return True if values of a type can name classes."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _are_labels(kind.value_type)
    texts = (types.is_string, types.is_large_string, types.is_string_view)
    return any(fits(kind) for fits in (types.is_integer, types.is_boolean, types.is_null, *texts))


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _member(row: int, data: bytes | None, path: str, told: Member) -> tuple[str, Member]:
    """Return the name of the image in a row, and what is known of it."""
    name = name_of_row(row, path)
    if data is None:
        return name, told._replace(problem="has no bytes in its shard")
    head = b"" if name.count(".") == 1 else data[:_HEAD]
    return name, told._replace(size=len(data), head=head)


def _column(schema: Any, names: tuple[str, ...]) -> str:
    """Return the first column with one of some names; an empty text if there is none."""
    return next((name for name in names if name in schema.names), "")


def _parts(image: object) -> tuple[bytes | None, str]:
    """Return the bytes of an image, None if it has none, and its path."""
    if isinstance(image, dict):
        data, path = image.get("bytes"), image.get("path")
        return (data if isinstance(data, bytes) else None), str(path or "")
    return (image if isinstance(image, bytes) else None), ""


def name_of_row(row: int, path: str) -> str:
    """Return the name of the image in a row, whose path may be empty."""
    own = canonical(path.replace("\\", "/").rpartition("/")[2])
    return f"{row:08d}/{own}" if own and not leads_out(own) else f"{row:08d}"


def _told(label: object, names: list[str]) -> Member:
    if isinstance(label, int):
        return Member(label=names[label] if 0 <= label < len(names) else "", number=str(label))
    return Member(label=str(label or ""))
