"""Memory of a worker process."""

from __future__ import annotations

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
_KEEP = 256 << 20  # bytes


def keep_freed() -> None:
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
