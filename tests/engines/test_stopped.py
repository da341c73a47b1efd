"""Check that no process that has stopped (SIGSTOP) is waited for without a limit."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from augcli.engines.channel import Channel, wait
from augcli.engines.local import LocalEngine
from augcli.errors import EnvironmentFailure

from .poisoned import Poisoned, lost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals that stop")

JOBS = [f"job {number}" for number in range(8)]
DONE = {f"{job} done" for job in JOBS}


@pytest.fixture
def work(tmp_path: Path) -> Poisoned:
    return Poisoned(tmp_path)


def _engine(work: Poisoned, workers: int = 2, seconds: float = 0.7) -> LocalEngine[str, str]:
    return LocalEngine(work, lost, workers, seconds, loading=3.0)


def test_a_worker_that_stops_costs_its_job_and_nothing_else(work: Poisoned) -> None:
    assert set(_engine(work).run(["stop", *JOBS])) == {*DONE, "stop timed out"}
    assert multiprocessing.active_children() == []


def test_a_worker_that_stops_while_it_starts_is_started_again(tmp_path: Path) -> None:
    work = Poisoned(tmp_path, stops_at_start=1)
    engine = LocalEngine(work, lost, 1, 0.5, loading=1.0)
    assert set(engine.run(JOBS)) == DONE
    assert engine.deaths == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_that_stop_whenever_they_start_end_the_run_and_no_job_is_blamed(
    tmp_path: Path, workers: int
) -> None:
    work = Poisoned(tmp_path, stops_at_start=99)
    engine = LocalEngine(work, lost, workers, 0.2, loading=0.5)
    with pytest.raises(EnvironmentFailure, match="cannot start a worker: it took too long"):
        assert list(engine.run(JOBS)) == ["an error"]
    assert multiprocessing.active_children() == []


def test_an_idle_worker_that_has_stopped_does_not_delay_the_end_of_a_run(work: Poisoned) -> None:
    outcomes = _engine(work, seconds=60).run(["slow 1", "job 1", "job 2"])
    next(outcomes)
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGSTOP)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert multiprocessing.active_children() == []


def test_a_message_that_the_other_end_does_not_take_is_kept_for_later() -> None:
    one, other = socket.socketpair()
    with one, other:
        ours, theirs = Channel(one, blocking=False), Channel(other, blocking=False)
        message, received = b"x" * 3_000_000, None  # more than a socket holds
        ours.send(message)
        while received is None:
            assert wait([ours, theirs], 10)
            ours.send_rest()
            received = theirs.receive()
        assert received == message
        assert wait([ours, theirs], 0) == []


def test_a_message_that_has_arrived_in_part_is_not_waited_for() -> None:
    one, other = socket.socketpair()
    with one, other:
        ours = Channel(one, blocking=False)
        other.send(bytes(7) + b"\x09" + b"12345678")  # eight bytes of nine
        assert ours.receive() is None
        other.close()
        with pytest.raises(EOFError):
            ours.receive()
