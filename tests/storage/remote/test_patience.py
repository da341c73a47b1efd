"""A server that has answered is waited for longer than one that may be mistyped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from augcli.errors import EnvironmentFailure
from augcli.storage.remote import failures
from augcli.storage.remote.failures import look_up


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up at once on a server that has told nothing, and make no pauses for others."""
    monkeypatch.setattr(failures, "_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(failures, "_known", set())
    monkeypatch.setattr("time.sleep", lambda _: None)


def lost_times(count: int) -> Callable[[], str]:
    """Return a request that loses its connection so many times before it is answered."""
    tries: Iterator[int] = iter(range(count))

    def ask() -> str:
        if next(tries, None) is not None:
            raise ConnectionError("refused")
        return "answer"

    return ask


def test_a_server_that_has_told_nothing_is_given_up_soon() -> None:
    with pytest.raises(EnvironmentFailure, match="cannot read s3://bucket/data: refused"):
        look_up("s3://bucket/data", lost_times(1))


def test_a_server_that_has_answered_is_waited_for() -> None:
    look_up("s3://bucket/data", lost_times(0))
    assert look_up("s3://bucket/data/hat/a.jpg", lost_times(9)) == "answer"
    with pytest.raises(EnvironmentFailure):
        look_up("s3://other/data", lost_times(1))


def test_a_process_that_another_has_started_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.parent_process", object)
    assert look_up("s3://bucket/data", lost_times(9)) == "answer"
