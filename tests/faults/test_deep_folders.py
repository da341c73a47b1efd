"""Folders in folders, as many as a path can hold, are read, written, checked and swept."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.pictures import photo, save
from cli.running import run

from augcli.storage.remote.url import as_path
from augcli.storage.walk import walk

from .scene import FLAGS

DEPTH = 1_100  # of Python's 1,000 calls in calls
ON_A_SERVER = 450  # names of S3 have up to 1,024 bytes


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder that is removed bit by bit: shutil.rmtree calls itself for each folder in it."""
    yield tmp_path
    for folder, below, files in reversed([*walk(tmp_path)]):
        for name in files:
            (tmp_path / folder / name).unlink()
        for name in below:
            (tmp_path / folder / name).rmdir()


def _make_deep(root: Path, image: Path | None) -> None:
    """Make a folder with many folders in it, each in the one before, with an image in the last."""
    root.mkdir(parents=True)
    folder = os.open(root, os.O_RDONLY)
    for _ in range(DEPTH):
        os.mkdir("d", dir_fd=folder)
        above, folder = folder, os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(above)
    if image:
        os.link(image, "a.png", dst_dir_fd=folder)
    os.close(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="paths are shorter elsewhere")
def test_deep_folders_are_a_dataset_and_an_out(root: Path) -> None:
    save(root / "a.png", photo(1, 20, 20))
    data, out = root / "data", root / "out"
    _make_deep(data / "hat", root / "a.png")
    _make_deep(data / "empty", None)
    save(data / "shoe" / "b.png", photo(2, 20, 20))
    assert run("expand", data, out, *FLAGS).code == 0
    files = [f"{folder}/{name}" for folder, _, names in walk(out) for name in names]
    assert f"hat/{'d/' * DEPTH}a_aug002.png" in files
    assert run("expand", data, out, *FLAGS, "--overwrite", "--json").json["written"] == 4
    assert run("verify", out, data, "--deep").code == 0
    assert run("inspect", data).code == 0


def test_deep_folders_on_a_server_are_a_dataset(tmp_path: Path) -> None:
    memory = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")
    system = memory.MemoryFileSystem()
    save(tmp_path / "a.png", photo(1, 20, 20))
    name = f"hat/{'d/' * ON_A_SERVER}a.png"
    system.pipe_file(f"/deep/data/{name}", (tmp_path / "a.png").read_bytes())
    try:
        found = run("expand", "memory://deep/data", tmp_path / "out", *FLAGS, "--dry-run", "--json")
        assert found.json["sources"] == 1
        *_, (last, _, files) = walk(as_path("memory://deep/data"))
        assert f"{last}/{files[0]}" == name
    finally:
        system.store.clear()
        system.pseudo_dirs[:] = [""]
