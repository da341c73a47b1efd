"""Name the images of an OUT as they are named when it is read as a dataset itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from augcli.expansion.output.record import Record
from augcli.expansion.output.record_files import (
    lines_of,
    packed_shards_in,
    record_of,
    records_of_files,
    records_path,
)
from augcli.expansion.shards.marker import read_marker
from augcli.storage.shards.contents import PARQUET
from augcli.storage.shards.parquet_contents import name_of_row
from augcli.storage.shards.sample import in_utf8


def named_records(out: Path) -> Iterator[tuple[str, Record]]:
    """Yield the sound records of an OUT, each with the name of its image.

    Raises:
        EnvironmentFailure: they can't be read.
    """
    for path in records_of_files(out):
        for found in filter(None, map(record_of, lines_of(path))):
            yield found["file"], found
    for shard in packed_shards_in(out):
        marker = read_marker(out, shard)
        for row, line in enumerate(lines_of(records_path(out, shard)) if marker else ()):
            if marker and (record := record_of(line)):
                in_shard = record["file"]
                if marker.file.endswith(PARQUET):
                    in_shard = name_of_row(row, in_utf8(in_shard))
                yield f"{marker.file}/{in_shard}", record
