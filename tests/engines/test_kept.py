"""Check that the processes of an engine stay for the next run, and no longer than they should."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from augcli.engines.kept import KeptEngine
from augcli.errors import EnvironmentFailure

from .poisoned import Poisoned, is_running, lost, until_gone


@pytest.fixture
def work(tmp_path: Path) -> Poisoned:
    return Poisoned(tmp_path)


@pytest.fixture
def engine(work: Poisoned) -> Iterator[KeptEngine[str, str]]:
    found = KeptEngine(work, lost, 1, 10)
    yield found
    found.close()


def test_all_runs_have_one_process_which_ends_at_the_close(
    work: Poisoned, engine: KeptEngine[str, str]
) -> None:
    for number in range(4):
        assert list(engine.run([f"{number}", f"other {number}"])) == [
            f"{number} done",
            f"other {number} done",
        ]
    (pid,) = work.processes()
    assert is_running(pid)
    engine.close()
    until_gone({pid})


def test_a_process_that_dies_between_runs_costs_no_job(
    work: Poisoned, engine: KeptEngine[str, str]
) -> None:
    list(engine.run(["first"]))
    (pid,) = work.processes()
    os.kill(pid, signal.SIGKILL)
    assert list(engine.run(["second"])) == ["second done"]
    assert (work.tries("second"), engine.deaths) == (1, 1)


def test_a_run_that_fails_or_is_left_ends_its_process(
    work: Poisoned, engine: KeptEngine[str, str]
) -> None:
    with pytest.raises(EnvironmentFailure, match="on fire"):
        list(engine.run(["problem"]))
    until_gone(work.processes())
    left = engine.run(["one", "hang"])
    next(left)
    left.close()  # type: ignore[attr-defined]  # it is a generator
    until_gone(work.processes())


def test_a_run_that_is_to_stop_ends_though_its_job_hangs(work: Poisoned) -> None:
    engine = KeptEngine(work, lost, 1, 600, is_stopped=lambda: work.tries("hang") > 0)
    assert list(engine.run(["hang", "later"])) == []
    until_gone(work.processes())
    assert work.tries("later") == 0
