"""Name the images of an OUT as they are named when it is read as a dataset itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from augcli.expansion.output.manifest import MANIFEST, lines_of, record_of
from augcli.expansion.output.record import Record
from augcli.expansion.shards.marker import read_marker, records_path, shards_in
from augcli.storage.shards.contents import PARQUET
from augcli.storage.shards.parquet_contents import name_of_row
from augcli.storage.shards.sample import in_utf8


def named_records(out: Path) -> Iterator[tuple[str, Record]]:
    """Yield the sound records of an OUT, each with the name of its image.

    Raises:
        EnvironmentFailure: they can't be read.
    """
    for line in lines_of(out / MANIFEST):
        if record := record_of(line):
            yield record["file"], record
    for shard in shards_in(out):
        marker = read_marker(out, shard)
        for row, line in enumerate(lines_of(records_path(out, shard)) if marker else ()):
            if marker and (record := record_of(line)):
                in_shard = record["file"]
                if marker.file.endswith(PARQUET):
                    in_shard = name_of_row(row, in_utf8(in_shard))
                yield f"{marker.file}/{in_shard}", record
