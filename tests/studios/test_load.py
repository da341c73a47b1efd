"""Work is done only for those who wait, and never too much of it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx2
import pytest
from starlette.requests import Request
from starlette.types import Message

from augcli.studios.app import make_app
from augcli.studios.guard import Access
from augcli.studios.look import Look, Seen
from augcli.studios.routes.awaited import while_awaited
from augcli.studios.routes.views import _MOST_AT_ONCE
from augcli.studios.studio import Studio

from .asking import ORIGIN, PORT, ROTATION

BOX = {"width": 48, "height": 32}


def _request(receive: Callable[[], Message]) -> Request:
    async def received() -> Message:
        return receive()

    return Request({"type": "http"}, received)


def test_who_goes_away_ends_the_work() -> None:
    ended: list[bool] = []

    async def endless() -> int:
        try:
            return await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def leave() -> int | None:
        found = await while_awaited(_request(lambda: {"type": "http.disconnect"}), endless())
        await asyncio.sleep(0)
        return found

    assert asyncio.run(leave()) is None
    assert ended == [True]


def test_more_grids_than_the_processes_can_make_are_refused_for_a_moment(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = Access(PORT)
    headers = {"origin": ORIGIN, "cookie": f"{access.cookie}={access.token}"}
    app, do = make_app(studio, access), studio.pool.do
    asked = {"state": ROTATION, "image": 0, "cells": 1, **BOX}

    async def ask_at_once(count: int) -> list[httpx2.Response]:
        all_asked = asyncio.Event()

        async def held(look: Look) -> Seen:
            await all_asked.wait()
            return await do(look)

        monkeypatch.setattr(studio.pool, "do", held)
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(
            transport=transport, base_url=ORIGIN, headers=headers
        ) as client:
            tasks = {
                asyncio.create_task(client.post("/api/grid", json=asked)) for _ in range(count)
            }
            refused: set[asyncio.Task[httpx2.Response]] = set()
            while len(refused) < count - _MOST_AT_ONCE:
                done, _ = await asyncio.wait(tasks - refused, return_when=asyncio.FIRST_COMPLETED)
                refused |= done
            all_asked.set()
            return [one.result() for one in refused] + list(await asyncio.gather(*tasks - refused))

    answers = asyncio.run(asyncio.wait_for(ask_at_once(_MOST_AT_ONCE + 5), 60))
    assert [one.status_code for one in answers] == [503] * 5 + [200] * _MOST_AT_ONCE
    assert answers[0].json()["problem"] == "too many pictures are being made"
    assert asyncio.run(ask_at_once(1))[0].status_code == 200
