"""Objects are written whole, many at a time, and seen at once by who has written them."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from augcli.errors import EnvironmentFailure
from augcli.storage.files import remove, write_streamed, write_whole
from augcli.storage.puts import Puts
from augcli.storage.remote.url import Url, as_path

memory: Any = pytest.importorskip("fsspec.implementations.memory", reason="needs fsspec")


@pytest.fixture
def bucket() -> Iterator[Url]:
    """An empty bucket in the memory of this process."""
    url = as_path(f"memory://{uuid.uuid4()}")
    assert isinstance(url, Url)
    yield url
    memory.MemoryFileSystem.store.clear()
    memory.MemoryFileSystem.pseudo_dirs[:] = [""]


def test_what_is_written_and_removed_is_seen_at_once(bucket: Url) -> None:
    write_whole(bucket / "out/a", b"one")
    assert [one.name for one in (bucket / "out").iterdir()] == ["a"]
    write_streamed(bucket / "out/b", lambda stream: stream.write(b"two"))
    assert sorted(one.name for one in (bucket / "out").iterdir()) == ["a", "b"]
    assert (bucket / "out/b").read_bytes() == b"two"
    assert (bucket / "out/b").stat().st_size == 3
    remove(bucket / "out/a", bucket)
    remove(bucket / "out/a", bucket)
    assert [one.name for one in (bucket / "out").glob("*")] == ["b"]
    remove(bucket / "out/b", bucket)
    assert not list((bucket / "out").glob("*"))
    assert not list((bucket / "never").glob("*"))


@pytest.mark.parametrize("far", [True, False])
def test_all_files_are_there_when_the_block_ends(far: bool, bucket: Url, tmp_path: Path) -> None:
    root = bucket if far else tmp_path
    with Puts() as puts:
        for number in range(100):
            puts.put(root / f"{number}", b"%d" % number)
    assert {one.name: one.read_bytes() for one in root.iterdir()} == {
        f"{number}": b"%d" % number for number in range(100)
    }


def test_no_more_bytes_are_held_than_the_limit(
    bucket: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("augcli.storage.puts._MOST_BYTES", 3000)
    held, most, lock, write = [0], [0], threading.Lock(), write_whole

    def counted(path: str, data: bytes) -> None:
        with lock:
            held[0] += len(data)
            most[0] = max(most[0], held[0])
        write(path, data)
        with lock:
            held[0] -= len(data)

    monkeypatch.setattr("augcli.storage.puts.write_whole", counted)
    with Puts() as puts:
        for number in range(50):
            puts.put(bucket / f"{number}", bytes(1000))
    assert most[0] <= 3000
    assert len(list(bucket.iterdir())) == 50


def test_a_put_that_fails_ends_the_block_and_says_what_was_tried(
    bucket: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the server is on fire")

    monkeypatch.setattr("augcli.storage.remote.writing.WRITE_SECONDS", 0)
    monkeypatch.setattr(memory.MemoryFileSystem, "pipe_file", fail)
    with (
        pytest.raises(EnvironmentFailure, match=r"cannot write memory://.*on fire"),
        Puts() as puts,
    ):
        puts.put(bucket / "a", b"")


def test_a_failure_that_passes_costs_nothing(bucket: Url, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = memory.MemoryFileSystem.pipe_file, [0]

    def fail_twice(*args: Any, **options: Any) -> None:
        seen[0] += 1
        if seen[0] < 3:
            raise OSError("SlowDown")
        real(*args, **options)

    monkeypatch.setattr(memory.MemoryFileSystem, "pipe_file", fail_twice)
    monkeypatch.setattr("time.sleep", lambda _: None)
    write_whole(bucket / "a", b"one")
    assert (bucket / "a").read_bytes() == b"one"
