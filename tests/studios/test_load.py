"""Work is done only for those who wait, and never too much of it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from augcli.studios.routes import views
from augcli.studios.routes.awaited import while_awaited

from .asking import ROTATION, post

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
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(views, "_MOST_AT_ONCE", 0)
        answer = post(client, "/api/grid", state=ROTATION, image=0, cells=1, **BOX)
        assert answer.status_code == 503
        assert answer.json()["problem"] == "too many pictures are being made"
    answer = post(client, "/api/grid", state=ROTATION, image=0, cells=1, **BOX)
    assert answer.status_code == 200
