"""Work only as long as somebody waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

ResultT = TypeVar("ResultT")

GONE = Response(status_code=499)
"""The answer that nobody reads."""


async def while_awaited(request: Request, work: Coroutine[Any, Any, ResultT]) -> ResultT | None:
    """Return the result of work, None if the browser goes away before: that ends the work."""
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, gone):
            one.cancel()


async def _gone(request: Request) -> None:
    """Wait until the browser closes the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
