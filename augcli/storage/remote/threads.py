"""The threads of a process that ask servers."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

AT_ONCE = 16
"""Requests of a process; more are not faster, and servers throttle them."""


def threads() -> ThreadPoolExecutor:
    """Return the threads of this process; a fork of it has its own."""
    return _threads(os.getpid())


@lru_cache(1)
def _threads(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="read")
