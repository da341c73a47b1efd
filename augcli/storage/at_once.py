"""Do something with many files: with those on a server many at once, as each takes a while."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from augcli.storage.remote.scheme import is_url

_REQUESTS = 16  # of a process; more are not faster, and servers throttle them

ResultT = TypeVar("ResultT")


def at_once(act: Callable[[Path], ResultT], paths: Sequence[Path]) -> Iterator[ResultT]:
    """Yield what ``act`` returns for each path, in order; raise what it raises."""
    return threads().map(act, paths) if any(map(is_url, paths)) else map(act, paths)


def threads() -> ThreadPoolExecutor:
    """Return the threads of this process that wait for servers."""
    return _threads(os.getpid())


@lru_cache(1)
def _threads(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_REQUESTS, thread_name_prefix="server")
