"""Limit a worker process: one thread, a ceiling of memory."""

from __future__ import annotations

import ctypes
import os
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
_KEEP = 256 << 20  # bytes


def limit_process(most_memory: int) -> None:
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
