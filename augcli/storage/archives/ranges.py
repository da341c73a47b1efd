"""Read parts of a file, here or on a server."""

from __future__ import annotations

import errno
import io
import os
import stat
import time
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from augcli.storage.remote.backends import file_system
from augcli.storage.remote.entry import RemoteEntry, version_in
from augcli.storage.remote.failures import READ_SECONDS, look_up, persist
from augcli.storage.remote.scheme import is_url, split

_FRESH = 60.0  # seconds for which the size and version of a file on a server are taken as they were
# Bytes of a request. To list a tar of 2,000 files of 100 KB on a server nearby, reading all of it
# in these blocks takes 0.7 s, and reading its headers alone 14 s.
_BLOCK = 4 << 20


class FileFacts(NamedTuple):
    """The size of a file in bytes, and a text that is another one once it has changed.

    ``version`` is empty if that can't be told.
    """

    size: int
    version: str


def facts_of(path: str) -> FileFacts:
    """Return what is known of a file.

    Raises:
        OSError: there is none, or it may not be looked at.
        EnvironmentFailure: the server can't be reached.
    """
    if is_url(path):
        return _remote_facts(path, int(time.monotonic() / _FRESH))
    status = os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait
        raise OSError(errno.EINVAL, "Not a regular file", path)
    return FileFacts(status.st_size, f"{status.st_size} {status.st_mtime_ns}")


def is_file(path: str) -> bool:
    """Return True if there is a regular file. Raises EnvironmentFailure if that can't be told."""
    try:
        facts_of(path)
    except (OSError, ValueError):  # ValueError: a path that no file can have
        return False
    return True


def read_range(path: str, start: int, size: int) -> bytes:
    """Return ``size`` bytes of a file from an offset on; fewer at its end. Raises as facts_of."""
    if not is_url(path):
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123, Path costs as much as the call itself
            stream.seek(start)
            return stream.read(size)
    end = min(start + size, facts_of(path).size)
    if end <= start:
        return b""
    system, place = file_system(path)
    ask = lambda: system.cat_file(place, start=start, end=end)  # noqa: E731, shorter than a def
    data: bytes = persist(path, ask, READ_SECONDS)
    return data if len(data) <= end - start else data[start:end]  # it may not know of ranges


def look_through(path: str) -> BinaryIO:
    """Open a file to read it in any order, most of it from its start to its end."""
    if not is_url(path):
        return open(path, "rb")  # noqa: PTH123, Path costs as much as the call itself
    return io.BufferedReader(_Remote(path), _BLOCK)


def gives_ranges(path: str) -> bool:
    """Return True if parts of a file can be read without all of it."""
    if not is_url(path) or facts_of(path).size < 2:
        return True
    system, place = file_system(path)
    return len(persist(path, lambda: system.cat_file(place, start=0, end=1), READ_SECONDS)) == 1


class _Remote(io.RawIOBase):
    """A file on a server as a stream of bytes."""

    def __init__(self, path: str) -> None:
        self._path, self._place = path, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        from_ = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: facts_of(self._path).size}
        self._place = max(0, from_[whence] + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        data = read_range(self._path, self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


@lru_cache(4096)
def _remote_facts(url: str, _period: int) -> FileFacts:
    system, place = file_system(url)
    facts = look_up(url, lambda: system.info(place))
    entry = RemoteEntry.of(*split(url), facts)
    if entry.folder:
        raise OSError(errno.EINVAL, "Not a file", url)
    return FileFacts(entry.size, version_in(entry.listed))
