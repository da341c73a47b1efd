"""Folders of a server are listed by several threads at once, while others write to them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from augcli.storage.files import write_whole
from augcli.storage.remote import kept_listing, look_ahead
from augcli.storage.remote.kept_listing import KeptListing
from augcli.storage.remote.listing import list_anew, list_folder
from augcli.storage.remote.threads import AT_ONCE

memory: Any = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")
FOLDERS = 60


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket with folders, which is listed like one of S3, and whose threads often take turns."""
    monkeypatch.setattr(look_ahead, "is_paged", lambda _: True)
    monkeypatch.setattr(look_ahead, "kept", _slowly_kept)
    root = f"memory://{uuid.uuid4()}"
    for number in range(FOLDERS):
        write_whole(f"{root}/{number:03}/a", b"")
    yield root
    memory.MemoryFileSystem.store.clear()
    memory.MemoryFileSystem.pseudo_dirs[:] = [""]
    kept_listing._kept.clear()


def _slowly_kept(url: str) -> KeptListing | None:
    time.sleep(0.001)
    return kept_listing.kept(url)


def test_threads_that_list_folders_look_no_further_ahead_than_one(bucket: str) -> None:
    coming: list[int] = []

    def names(folder: str) -> list[str]:
        found = [one.name for one in list_folder(folder)]
        coming.append(len(look_ahead._walk.coming))
        return found

    folders = [one.path for one in list_folder(bucket)]
    assert names(folders[0]) == ["a"]  # the first of a round
    with ThreadPoolExecutor(8) as threads:
        assert [*threads.map(names, folders)] == [["a"]] * FOLDERS
    assert max(coming) <= AT_ONCE


def test_each_thread_sees_what_it_has_just_written(bucket: str) -> None:
    def write(number: int) -> bool:
        folder = f"{bucket}/{number % 4:03}"
        write_whole(f"{folder}/{number}", b"")
        return f"{number}" in {one.name for one in list_anew(folder)}

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write, range(200)))
