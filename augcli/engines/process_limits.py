"""What a process does once before it works on files that nobody vouches for."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from contextlib import suppress
from typing import IO, Self

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
_KEEP = 256 << 20  # bytes
_MOST_SAID = 300  # characters


def settle(most_memory: int) -> None:
    """Make this process a worker: one thread, a ceiling of ``most_memory`` bytes.

    The processes are the parallelism: threads of libraries would only be in each other's way.
    """
    os.environ |= {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
    _keep_freed_memory()
    _limit_memory(most_memory)


def _keep_freed_memory() -> None:
    """Have freed memory kept for the next picture instead of giving it back, where glibc can.

    Otherwise each new picture is fresh pages, which the kernel clears: a third of the time of a
    small warp. A pool of buffers of our own would do as well, and be in the way everywhere.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _KEEP)
        mallopt(_M_TRIM_THRESHOLD, _KEEP)


def _limit_memory(most: int) -> None:
    if sys.platform != "linux":  # Windows has no such limit, and macOS doesn't heed it
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class Murmurs:
    """What C libraries print on descriptor 2, which no Python stream sees, kept from the terminal.

    The descriptor leads to a file without a name, until the end of a ``with`` block or of the
    process. Where no such file is to be had, what they say is lost.
    """

    def __init__(self) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, stays open as long as the object
        except OSError:
            self._file = open(os.devnull, "r+b", buffering=0)  # noqa: SIM115, PTH123, stays open as long as the object
        self._before = os.dup(2)
        os.dup2(self._file.fileno(), 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.dup2(self._before, 2)
        os.close(self._before)
        self._file.close()

    def take(self) -> str:
        """Give what was said since the last time, in one line, cut to a readable length."""
        with suppress(OSError):  # which devnull can't do
            self._file.seek(0)
            said = self._file.read(4 * _MOST_SAID).decode("utf-8", "replace")
            self._file.seek(0)
            self._file.truncate()
            return " ".join(said.split())[:_MOST_SAID]
        return ""
