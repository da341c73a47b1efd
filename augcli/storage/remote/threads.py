"""The threads of a process that ask servers: some read ahead, others do what is wanted now.

They are kept apart. What is read ahead would queue behind hundreds of writes, and a thread that
waits for it could keep it from its turn.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

AT_ONCE = 16
"""Requests of a process, of each of both kinds; more are not faster, and servers throttle them."""


def reading_ahead() -> ThreadPoolExecutor:
    """Return the threads for what will be asked for soon; a fork of this process has its own."""
    return _threads("ahead", os.getpid())


def in_turn() -> ThreadPoolExecutor:
    """Return the threads for what is waited for; a fork of this process has its own."""
    return _threads("in turn", os.getpid())


@lru_cache(2)
def _threads(kind: str, _process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix=kind)
