"""Objects are written whole, many at a time, and seen at once by who has written them."""

from __future__ import annotations

import errno
import hashlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.loaders.arguments import path_of
from augcli.storage.files import remove, write_streamed, write_whole
from augcli.storage.puts import Puts
from augcli.storage.remote.url import Url, as_path
from augcli.storage.remote.writing import write_object
from augcli.storage.sizes import file_sizes
from augcli.storage.transfer import transfer
from augcli.storage.walk import walk

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
    held, most, lock, write = [0], [0], threading.Lock(), write_object

    def counted(path: str, data: bytes) -> None:
        with lock:
            held[0] += len(data)
            most[0] = max(most[0], held[0])
        write(path, data)
        with lock:
            held[0] -= len(data)

    monkeypatch.setattr("augcli.storage.remote.writing.write_object", counted)
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


def test_files_are_transferred_both_ways_and_on_a_server(bucket: Url, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"one").hexdigest()
    (tmp_path / "a").write_bytes(b"one")
    assert transfer(tmp_path / "a", bucket / "in/a", digest)
    assert transfer(bucket / "in/a", bucket / "b", digest)
    assert transfer(bucket / "b", tmp_path / "b", digest)
    assert (tmp_path / "b").read_bytes() == b"one"
    assert not transfer(bucket / "b", tmp_path / "c", "0" * 64)
    assert not (tmp_path / "c").exists()
    assert list(walk(bucket)) == [("", ["in"], ["b"]), ("in", [], ["a"])]
    assert file_sizes(bucket) == {"b": 3}
    with pytest.raises(FileNotFoundError):
        transfer(bucket / "never", bucket / "d", digest)


def test_a_copy_tells_a_bucket_that_is_gone_from_a_file_that_is(
    bucket: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileNotFoundError

    write_whole(bucket / "a", b"one")
    monkeypatch.setattr(memory.MemoryFileSystem, "cp_file", fail)
    with pytest.raises(EnvironmentFailure, match="memory://gone is not there"):
        transfer(bucket / "a", as_path("memory://gone/a"), "")


def test_a_full_disk_for_temporary_files_is_told(
    bucket: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(EnvironmentFailure, match="temporary file") as found:
        write_streamed(bucket / "a", fill)
    assert "TMPDIR" in found.value.hint
    monkeypatch.setattr("tempfile.TemporaryFile", fill)
    monkeypatch.setattr("tempfile.TemporaryDirectory", fill)
    with pytest.raises(EnvironmentFailure, match="temporary file"):
        write_streamed(bucket / "a", lambda to: to.write(b""))
    assert not list(bucket.glob("*"))


@pytest.mark.parametrize("url", ["http://host/out", "hf://datasets/me/out", "memory://b/../out"])
def test_an_out_that_cannot_be_written_is_refused_in_python(url: str) -> None:
    with pytest.raises(UsageProblem):
        path_of("out", url)
