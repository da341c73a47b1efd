"""Look into the shards that an expansion makes, without augcli."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import zstandard

from .pictures import photo, save
from .running import Record, records, tree

SHARDS = ("--layout", "webdataset", "--shard-count", "3")
TURN = ("--copies", "2", "--rotation", "20")
FOUR = {"hat/0.png": "hat", "hat/1.png": "hat", "shoe/0.png": "shoe", "shoe/1.png": "shoe"}


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


def sample(data: Path, name: str, **fields: bytes) -> dict[str, bytes]:
    """Return the members of a sample of a photo."""
    stem = name.rpartition(".")[0]
    beside = {f"{stem}.{field}": content for field, content in fields.items()}
    return {name: (data / name).read_bytes(), **beside}


def labelled(data: Path) -> dict[str, bytes]:
    """Return the members of all photos, each with the name of its class."""
    found: dict[str, bytes] = {}
    for name, label in FOUR.items():
        found |= sample(data, name, json=json.dumps({"label": label}).encode())
    return found


def put(root: Path, name: str, files: dict[str, bytes]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(as_tar(files))
    return root


def labels_in(out: Path) -> dict[str, str]:
    """Return the class of each source by its name in its tar."""
    return {one["source"].rpartition(".tar/")[2]: one["label"] for one in records(out)}


def lines_in(out: Path) -> dict[str, list[bytes]]:
    """Return the lines of records of files in folders, by the file of OUT that holds them."""
    found = {
        path.name: zstandard.ZstdDecompressor().decompress(path.read_bytes()).splitlines()
        for path in out.glob("manifest-*.jsonl.zst")
    }
    if (out / "manifest.jsonl").exists():
        found["manifest.jsonl"] = (out / "manifest.jsonl").read_bytes().splitlines()
    return found


def images(out: Path) -> dict[str, bytes]:
    """Return the images of files in folders, and the targets of links."""
    return {name: data for name, data in tree(out).items() if "/" in name}
