"""Where the records of an OUT are, and how they are read one by one.

They are in one manifest, or each shard has those of its sources in a file of its own, and a marker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from augcli.expansion.output.record import Record, parse
from augcli.storage.read import open_record
from augcli.storage.zst_lines import compressed_lines

MANIFEST = "manifest.jsonl"
INDEX = "index"
"""The folder of OUT that has the records and markers of shards which hold many images each."""

_STEM = "manifest"
_COMPRESSED = ".jsonl.zst"
_OF_SHARD = re.compile(rf"{_STEM}-\d{{5,}}(\.json|\.jsonl\.zst)", re.IGNORECASE)


def manifest_shard(number: int) -> str:
    """Return the name of a shard whose images are files of their own, without an ending."""
    return f"{_STEM}-{number:05d}"


def is_of_manifest_shard(file: str) -> bool:
    """Return True if a file of OUT has the name of such a shard's records or marker."""
    return _OF_SHARD.fullmatch(file) is not None


def marker_path(out: Path, shard: str) -> Path:
    """Return the path of the marker of a shard."""
    # Not in a folder: loaders would take that for a class.
    return out / f"{shard}.json" if _is_manifest_shard(shard) else out / INDEX / f"{shard}.json"


def records_path(out: Path, shard: str) -> Path:
    """Return the path of the records of a shard, in their order."""
    if _is_manifest_shard(shard):
        return out / f"{shard}{_COMPRESSED}"
    return out / INDEX / f"{shard}.jsonl"


def shards_in(out: Path) -> Iterator[str]:
    """Yield the names of the shards that were begun in a folder, without endings."""
    yield from manifest_shards_in(out)
    yield from packed_shards_in(out)


def packed_shards_in(out: Path) -> Iterator[str]:
    """Yield the names of those shards that are one file each, in order.

    A shard gets its records before its own name, so none is missing here.
    """
    yield from sorted(path.stem for path in (out / INDEX).glob("*.jsonl"))


def manifest_shards_in(out: Path) -> Iterator[str]:
    """Yield the names of those shards whose images are files of their own, in order."""
    names: list[str] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        names = [path.name for path in out.iterdir()]
    yield from sorted({name.partition(".")[0] for name in filter(is_of_manifest_shard, names)})


def record_files(out: Path) -> Iterator[Path]:
    """Yield the files of OUT that hold records, in order; some may not be there."""
    yield from records_of_files(out)
    yield from sorted((out / INDEX).glob("*.jsonl"))


def records_of_files(out: Path) -> Iterator[Path]:
    """Yield those of them whose records are of files in class folders."""
    yield out / MANIFEST
    yield from (records_path(out, shard) for shard in manifest_shards_in(out))


def records(out: Path) -> Iterator[Record | None]:
    """Yield the records of an OUT, None for a damaged line."""
    return map(record_of, lines(out))


def lines(out: Path) -> Iterator[bytes]:
    """Yield the lines of all records of an OUT that are not empty."""
    for path in record_files(out):
        yield from lines_of(path)


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file of records that are not empty; none if there is no file."""
    yield from filter(bytes.strip, all_lines_of(path))


def all_lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file of records; none if there is no file."""
    try:
        stream = open_record(path)
    except FileNotFoundError:
        return
    with stream:
        yield from compressed_lines(stream) if path.suffix == ".zst" else stream


def record_of(line: bytes) -> Record | None:
    """Return the record of a line of a manifest, None if it is damaged."""
    return json.loads(line) if parse(line) else None


def _is_manifest_shard(shard: str) -> bool:
    return is_of_manifest_shard(f"{shard}.json")
