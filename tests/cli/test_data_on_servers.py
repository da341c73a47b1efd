"""Datasets in archives and in shards on a server: the same sources as on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fsspec.implementations.memory import MemoryFileSystem

import augcli
import augcli.keras
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.errors import UsageProblem
from augcli.storage.read import read_file
from augcli.storage.remote.url import as_path

from .archives import files_of, write_tar, write_zip
from .pictures import photo, save

MOST = 1 << 20  # bytes


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    """A bucket in the memory of this process, with a name of its own: listings are kept."""
    yield tmp_path.name
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number, name in enumerate(("hat/a.png", "hat/é.png", "shoe/a.png")):
        save(tmp_path / "data" / name, photo(number))
    return tmp_path / "data"


def sources(root: str) -> list[Source]:
    return [one for folder in Dataset(as_path(root)).folders() for one in folder.sources]


def seen(root: str) -> dict[str, tuple[str, bytes]]:
    """Return the labels and bytes of all sources by name."""
    return {one.name: (one.label, read_file(one.path, MOST)) for one in sources(root)}


@pytest.mark.parametrize("url", ["zip://::memory://{}/data.zip", "tar://::memory://{}/data.tgz"])
def test_an_archive_on_a_server_holds_what_its_folder_does(
    url: str, data: Path, tmp_path: Path, bucket: str
) -> None:
    MemoryFileSystem().put(
        str(write_zip(tmp_path / "data.zip", files_of(data))), f"/{bucket}/data.zip"
    )
    MemoryFileSystem().put(
        str(write_tar(tmp_path / "data.tgz", files_of(data), "gz")), f"/{bucket}/data.tgz"
    )
    assert seen(url.format(bucket)) == seen(str(data))


@pytest.mark.parametrize("part", ["", "/train-0.tar"])
def test_shards_on_a_server_hold_what_they_do_on_a_disk(
    part: str, data: Path, tmp_path: Path, bucket: str
) -> None:
    labels = [(f"{name[:-4]}.cls", b"1") for name, _ in files_of(data)]
    members = sorted([*files_of(data), *labels])
    (tmp_path / "shards").mkdir()
    write_tar(tmp_path / "shards/train-0.tar", members)
    write_tar(tmp_path / "shards/val-0.tar", members)
    (tmp_path / "shards/index.json").write_text('{"classes": ["cap", "boot"]}')
    MemoryFileSystem().put(str(tmp_path / "shards"), f"/{bucket}/shards", recursive=True)
    found = seen(f"memory://{bucket}/shards{part}")
    assert found == seen(f"{tmp_path}/shards{part}")
    assert {label for label, _ in found.values()} == {"boot"}
    assert {one.size for one in sources(f"memory://{bucket}/shards{part}")} == {
        len(content) for _, content in found.values()
    }


def test_a_shard_on_a_server_that_is_cut_short_is_named(
    data: Path, tmp_path: Path, bucket: str
) -> None:
    write_tar(tmp_path / "a.tar", [*files_of(data), ("hat/a.cls", b"0")])
    MemoryFileSystem().pipe(f"/{bucket}/shards/a.tar", (tmp_path / "a.tar").read_bytes()[:1000])
    lost = sources(f"memory://{bucket}/shards")
    assert [(one.name, one.is_readable) for one in lost] == [("a.tar", False)]
    assert "cut short or damaged" in lost[0].unlisted


def test_shards_in_an_archive_are_refused(data: Path, tmp_path: Path) -> None:
    write_tar(tmp_path / "a.tar", files_of(data))
    write_zip(tmp_path / "all.zip", [("a.tar", (tmp_path / "a.tar").read_bytes())])
    with pytest.raises(UsageProblem, match=r"holds shards \(a.tar\), which are not read in an"):
        sources(f"zip://::{tmp_path}/all.zip")


def test_a_folder_that_is_called_like_a_shard_is_a_folder(data: Path, bucket: str) -> None:
    MemoryFileSystem().put(str(data), f"/{bucket}/old.tar", recursive=True)
    assert seen(f"memory://{bucket}/old.tar") == seen(str(data))


def test_a_loader_reads_an_archive(data: Path, tmp_path: Path) -> None:
    write_zip(tmp_path / "data.zip", files_of(data))
    here, there = (
        augcli.flow_from_directory(root, target_size=(8, 8), batch_size=4, shuffle=False)
        for root in (data, f"zip://::{tmp_path}/data.zip")
    )
    assert np.array_equal(here[0][0], there[0][0])


def test_an_image_data_generator_refuses_a_url() -> None:
    generator = augcli.keras.ImageDataGenerator()
    with pytest.raises(UsageProblem, match="reads folders of this machine alone"):
        generator.flow_from_directory("s3://bucket/data")
