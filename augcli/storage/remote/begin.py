"""Requests that are begun before their answers are needed, many at once."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from augcli.storage.remote.systems import shared_system
from augcli.storage.remote.threads import AT_ONCE, threads

if TYPE_CHECKING:
    from asyncio import Semaphore

    from fsspec.asyn import AsyncFileSystem

ResultT = TypeVar("ResultT")

Ask = Callable[["AsyncFileSystem", str], Awaitable[ResultT]]
"""Does something with a path of a file system, as a coroutine."""


def begin(url: str, ask: Ask[ResultT], again: Callable[[], ResultT]) -> Future[ResultT]:
    """Begin what ``ask`` does, or, where it can't or fails, what ``again`` does in a thread.

    For small objects, handing each to a thread and back takes a fifth of the time. ``again`` knows
    which failures may pass, so that only one of the two has to.
    """
    found = shared_system(url)
    if found is None:
        return threads().submit(again)
    from asyncio import run_coroutine_threadsafe

    return run_coroutine_threadsafe(_answer(*found, ask, again), found[0].loop)


async def _answer(
    system: AsyncFileSystem, path: str, ask: Ask[ResultT], again: Callable[[], ResultT]
) -> ResultT:
    from asyncio import wrap_future

    async with _turns(os.getpid()):
        try:
            return await ask(system, path)
        except Exception:  # of any backend and the libraries below it
            return await wrap_future(threads().submit(again))


@lru_cache(1)
def _turns(_process: int) -> Semaphore:
    from asyncio import Semaphore

    return Semaphore(AT_ONCE)
