"""Requests that are begun before their answers are needed, many at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from augcli.storage.remote.systems import shared_system
from augcli.storage.remote.threads import AT_ONCE

if TYPE_CHECKING:
    from asyncio import Semaphore

    from fsspec.asyn import AsyncFileSystem

ResultT = TypeVar("ResultT")

Ask = Callable[["AsyncFileSystem", str], Awaitable[ResultT]]
"""Does something with a path of a file system, as a coroutine."""


def begin(
    url: str, ask: Ask[ResultT], again: Callable[[], ResultT], threads: ThreadPoolExecutor
) -> Future[ResultT]:
    """Begin what ``ask`` does, or, where it can't or fails, what ``again`` does in a thread.

    For small objects, handing each to a thread and back takes a fifth of the time. ``again`` knows
    which failures may pass, so that only one of the two has to.
    """
    found = shared_system(url)
    if found is None:
        return threads.submit(again)
    from asyncio import run_coroutine_threadsafe

    return run_coroutine_threadsafe(_answer(partial(ask, *found), again, threads), found[0].loop)


async def _answer(
    ask: Callable[[], Awaitable[ResultT]], again: Callable[[], ResultT], threads: ThreadPoolExecutor
) -> ResultT:
    from asyncio import wrap_future

    async with _turns(threads):
        try:
            return await ask()
        except Exception:  # of any backend and the libraries below it
            return await wrap_future(threads.submit(again))


@lru_cache(2)
def _turns(_of: ThreadPoolExecutor) -> Semaphore:
    """Return what lets as many requests of one kind begin as threads of that kind could."""
    from asyncio import Semaphore

    return Semaphore(AT_ONCE)
