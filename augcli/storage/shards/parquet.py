"""Shards as Parquet files, with the columns that Hugging Face's datasets take for images."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import RawIOBase
from pathlib import Path
from typing import Any

from augcli.errors import UsageProblem
from augcli.storage.shards.sample import Sample, in_utf8

ENDING = "parquet"
LIBRARY = "pyarrow"

_ROWS, _BYTES = 1000, 1 << 26  # of a row group, at most: what reading one row may load


def check() -> None:
    """Raise UsageProblem if pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise UsageProblem(
            "--layout parquet needs pyarrow, which is not installed",
            "type: pip install 'augcli[parquet]'",
        )


def writer(stream: RawIOBase, classes: Sequence[str]) -> ParquetWriter:
    """Begin a shard."""
    return ParquetWriter(stream, classes)


class ParquetWriter:
    """Writes samples as rows: ``image`` (bytes and path), ``label`` and ``json``.

    ``label`` is the number of the class, null for a sample without one. The names of the classes
    are in the metadata, as the features of Hugging Face. Images are compressed already, so nothing
    else is.
    """

    def __init__(self, stream: RawIOBase, classes: Sequence[str]) -> None:
        from pyarrow import parquet

        self._schema = _schema(classes)
        self._writer = parquet.ParquetWriter(
            stream,
            self._schema,
            compression="none",
            use_dictionary=False,
            write_statistics=False,
        )
        self._rows: list[Sample] = []
        self._bytes = 0

    def add(self, sample: Sample) -> None:
        """Write a sample, some at a time."""
        self._rows.append(sample)
        self._bytes += len(sample.data)
        if len(self._rows) >= _ROWS or self._bytes >= _BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if not self._rows:
            return
        columns = {
            "image": [{"bytes": one.data, "path": in_utf8(one.file)} for one in self._rows],
            "label": [one.number for one in self._rows],
            "json": [one.record for one in self._rows],
        }
        self._writer.write_table(pa.table(columns, schema=self._schema))
        self._rows, self._bytes = [], 0


def _schema(classes: Sequence[str]) -> Any:
    import pyarrow as pa

    label: dict[str, Any] = {"dtype": "int64", "_type": "Value"}
    if classes:
        label = {"names": list(classes), "_type": "ClassLabel"}
    features = {
        "image": {"_type": "Image"},
        "label": label,
        "json": {"dtype": "string", "_type": "Value"},
    }
    image = pa.struct({"bytes": pa.binary(), "path": pa.string()})
    fields = {"image": image, "label": pa.int64(), "json": pa.string()}
    return pa.schema(fields, {"huggingface": json.dumps({"info": {"features": features}})})


def read(path: Path) -> Iterator[Sample]:
    """Yield the samples of a shard. Raises ValueError if it is damaged, OSError if unreadable."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                for row in file.read_row_group(group).to_pylist():
                    image, record = row["image"], row["json"]
                    if not (isinstance(image["path"], str) and isinstance(record, str)):
                        raise ValueError("a row has no path, or no record")
                    yield Sample(image["path"], image["bytes"] or b"", row["label"], record)
    except (pa.ArrowException, ArithmeticError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
