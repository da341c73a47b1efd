"""Limits of a process: one thread for libraries, room to load them, a ceiling of memory."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
_KEEP = 256 << 20  # bytes
_LIBRARIES = 300_000_000  # bytes of address space with NumPy, OpenCV and Pillow; 270 million used
_ONE_THREAD = {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def one_thread() -> Iterator[None]:
    """Make NumPy and OpenCV use one thread in the processes that are started in the block.

    The workers are the parallelism: threads of libraries would compete with them for the cores.
    """
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def variables_of_worker() -> dict[str, str]:
    """Return the environment variables of this process now, as a worker is to have them.

    A fork server was started with those of its time, and gives them to its processes.
    """
    return {**os.environ, **_ONE_THREAD}


def check_room_for_libraries(needed: int = _LIBRARIES) -> None:
    """Raise MemoryError if this process may not take so many bytes of address space.

    OpenBLAS, which comes with NumPy, would end the process without an exception.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft < needed:
        raise MemoryError


def limit_process(most_memory: int) -> None:
    """Make this process a worker: keep freed memory, use at most ``most_memory`` bytes.

    The limit is on address space, and is set on Linux only.
    """
    _keep_freed_memory()
    _limit_memory(most_memory)


def _keep_freed_memory() -> None:
    """Make glibc keep freed memory for the next picture instead of returning it to the kernel.

    Otherwise the kernel clears fresh pages for each picture, which takes a third of the time of a
    small warp. A pool of our own buffers would save the same, but all code would have to use it.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, _KEEP)
        mallopt(_M_TRIM_THRESHOLD, _KEEP)


def return_freed_memory() -> None:
    """Return to the kernel what a worker has freed: one that waits needs none of it."""
    libc: Any = ctypes.CDLL(None) if sys.platform == "linux" else None
    if hasattr(libc, "malloc_trim"):  # not musl
        libc.malloc_trim(0)


def _limit_memory(most: int) -> None:
    if sys.platform != "linux":  # Windows has no such limit, and macOS ignores it
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
