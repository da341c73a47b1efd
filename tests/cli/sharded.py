"""Look into the shards that an expansion makes, without augcli."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .pictures import photo, save
from .running import Record

SHARDS = ("--layout", "webdataset", "--shard-count", "3")
TURN = ("--copies", "2", "--rotation", "20")


def make_data(root: Path, **classes: int) -> Path:
    """Make a dataset of so many small PNGs of each class."""
    for number, (label, count) in enumerate(classes.items()):
        for image in range(count):
            save(root / label / f"{image}.png", photo(100 * number + image, 24, 20))
    return root


def members(tar: Path) -> dict[str, bytes]:
    """Return the members of a tar, by name."""
    with tarfile.open(tar) as found:
        files = {one.name: found.extractfile(one) for one in found}
        return {name: file.read() for name, file in files.items() if file}


def samples(out: Path) -> dict[str, dict[str, bytes]]:
    """Return the members of all tars of OUT by ending, by the name that they share."""
    found: dict[str, dict[str, bytes]] = {}
    for tar in sorted(out.glob("*.tar")):
        for name, data in members(tar).items():
            key, _, ending = name.rpartition(".")
            assert ending not in found.setdefault(key, {})
            found[key][ending] = data
    return found


def records_in(out: Path) -> list[Record]:
    """Return the records in the tars of OUT."""
    return [json.loads(one["json"]) for one in samples(out).values()]


def index(out: Path) -> Any:
    """Return the index of the shards."""
    return json.loads((out / "index.json").read_text("utf-8"))


def as_tar(files: Mapping[str, bytes]) -> bytes:
    """Return a tar with some files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, data in files.items():
            head = tarfile.TarInfo(name)
            head.size = len(data)
            tar.addfile(head, io.BytesIO(data))
    return stream.getvalue()
