"""Finish a run of shards: remove those that are left over, and list the others in an index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from augcli.expansion.output.listed_files import remove_files
from augcli.expansion.output.record_files import INDEX, packed_shards_in
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.marker import Marker
from augcli.storage.shards.layouts import SHARD_LAYOUTS, layout_of
from augcli.storage.sizes import file_sizes

INDEX_FILE = "index.json"


def remove_shards(out: Path, kept: Collection[str] = ()) -> list[str]:
    """Remove the shards that a run began in a folder, apart from those ``kept``, by name.

    Return the files that are gone. Raises EnvironmentFailure.
    """
    gone = [name for name in packed_shards_in(out) if name not in kept]
    endings = [layout_of(layout).ENDING for layout in SHARD_LAYOUTS]
    there = file_sizes(out) if gone else {}
    shards = [file for name in gone for end in endings if (file := f"{name}.{end}") in there]
    # The records last: they tell that a shard was begun.
    files = [*shards, *(f"{INDEX}/{name}.{end}" for name in gone for end in ("json", "jsonl"))]
    if not kept and (out / INDEX).is_dir():
        files.append(INDEX_FILE)
    remove_files(out, files)
    return shards


def counts_by_split(shards: Iterable[str]) -> dict[str, int]:
    """Return the number of shards of each split, from their names."""
    return dict(Counter(name.rpartition("-")[0] for name in sorted(shards)))


def index_of(sharding: Sharding, classes: Sequence[str], markers: Iterable[Marker]) -> bytes:
    """Return the index: which shards there are, with counts and hashes."""
    fields = ("file", "samples", "bytes", "sha256")
    rows = [
        {name: getattr(one, name) for name in fields}
        for one in sorted(markers, key=lambda one: one.file)
    ]
    index = {
        "layout": sharding.layout,
        "classes": classes,
        "samples": sum(row["samples"] for row in rows),
        "bytes": sum(row["bytes"] for row in rows),
        "shards": rows,
    }
    return (json.dumps(index, indent=2) + "\n").encode()
