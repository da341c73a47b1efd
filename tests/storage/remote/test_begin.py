"""Requests are begun without a thread where that can be, and what fails is done again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from augcli.storage.remote import begin as module
from augcli.storage.remote.begin import begin
from augcli.storage.remote.threads import AT_ONCE, in_turn

asyn = pytest.importorskip("fsspec.asyn", reason="needs fsspec")


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a server that is connected to."""
    system = SimpleNamespace(loop=asyn.get_loop())
    monkeypatch.setattr(module, "shared_system", lambda url: (system, url.partition("://")[2]))


async def fail(*_: object) -> str:
    raise OSError("SlowDown")


def test_what_works_at_once_takes_no_thread() -> None:
    async def answer(_system: object, path: str) -> str:
        return path

    with ThreadPoolExecutor() as closed:
        pass
    assert begin("s3://bucket/a", answer, lambda: "again", closed).result() == "bucket/a"


def test_what_fails_is_done_again() -> None:
    assert begin("s3://bucket/a", fail, lambda: "again", in_turn()).result() == "again"


def test_what_fails_again_is_told() -> None:
    def fail_again() -> str:
        raise FileNotFoundError("gone")

    with pytest.raises(FileNotFoundError, match="gone"):
        begin("s3://bucket/a", fail, fail_again, in_turn()).result()


def test_no_more_are_in_flight_than_servers_take() -> None:
    flying, most = [0], [0]

    async def fly(*_: object) -> None:
        flying[0] += 1
        most[0] = max(most[0], flying[0])
        await asyncio.sleep(0)
        flying[0] -= 1

    for one in [begin("s3://bucket/a", fly, lambda: None, in_turn()) for _ in range(100)]:
        one.result()
    assert 0 < most[0] <= AT_ONCE
