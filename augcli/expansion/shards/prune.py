"""Remove the stale images of shards, which are files of their own, and their records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from augcli.expansion.output.listed_files import remove_files
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record_files import marker_path, records_path
from augcli.expansion.shards.folder_worker import read_lines, write_records
from augcli.expansion.shards.marker import Marker
from augcli.storage.files import remove


def prune(out: Path, shard: str, marker: Marker) -> tuple[Marker, list[str]]:
    """Remove the stale images of a shard that nobody has edited.

    Return the marker that the shard has then, and the files that are gone.

    Raises:
        EnvironmentFailure: they can't be removed, or the records can't be written.
    """
    manifest = Manifest.read(out, records_path(out, shard))
    recorded = [file for file in marker.stale if file in manifest.entries]
    unchanged = manifest.unchanged(recorded)
    remove(marker_path(out, shard), out)
    gone = remove_files(out, unchanged)
    records = {file: line for file, line in read_lines(out, shard).items() if file not in {*gone}}
    written = write_records(out, shard, records)
    stale = sorted({*recorded}.difference(gone))
    pruned = replace(written, key=marker.key, skipped=marker.skipped, stale=stale)
    pruned.write(out, shard)
    return pruned, gone


def remove_empty(out: Path, markers: Mapping[str, Marker]) -> dict[str, Marker]:
    """Remove the shards that no image and no source is in any more, and return the others.

    Raises:
        EnvironmentFailure: they can't be removed.
    """
    empty = {name for name, one in markers.items() if not (one.samples or one.skipped)}
    for name in empty:
        remove(marker_path(out, name), out)
        remove(records_path(out, name), out)
    return {name: one for name, one in markers.items() if name not in empty}
