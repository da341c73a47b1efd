"""Check the shards whose images are files of their own: their markers, and their records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from augcli.expansion.output.record_files import (
    all_lines_of,
    manifest_shards_in,
    marker_path,
    records_path,
)
from augcli.expansion.shards.marker import read_marker
from augcli.expansion.verify_report import Difference


def own_files(out: Path) -> Iterator[str]:
    """Yield the names of the files that belong to the shards of OUT, apart from images."""
    for shard in manifest_shards_in(out):
        yield from (marker_path(out, shard).name, records_path(out, shard).name)


def record_differences(out: Path) -> Iterator[Difference]:
    """Yield what differs between the markers of shards and their records."""
    for shard in manifest_shards_in(out):
        marker = read_marker(out, shard)
        if marker is None:
            text = "is missing or damaged: run the same command again"
            yield Difference(marker_path(out, shard).name, "marker", text)
        elif records_digest(out, shard) != marker.records_sha256:
            text = "has other content than its marker says"
            yield Difference(records_path(out, shard).name, "records", text)


def records_digest(out: Path, shard: str) -> str:
    """Return the SHA-256 of the records of a shard, in hex.

    Not that of the file: another version of Zstandard may compress them to other bytes.
    """
    found = hashlib.sha256()
    for line in all_lines_of(records_path(out, shard)):
        found.update(line)
    return found.hexdigest()
