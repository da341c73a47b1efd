"""Check that jobs which are done together lose nothing when one of them goes wrong."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from augcli.engines.local import LocalEngine
from augcli.engines.together import Pace

from .poisoned import lost

MANY = [f"job {number}" for number in range(300)]


@dataclass(frozen=True)
class Careless:
    """A job is a word. Files in ``folder`` note the jobs done alone, and those done together."""

    folder: Path
    modules: tuple[str, ...] = ()

    def start(self) -> Careless:
        """Return itself."""
        return self

    def __call__(self, job: str) -> str:
        """Do a job alone."""
        with (self.folder / "alone").open("a") as stream:
            stream.write(f"{job}\n")
        return _done(job)

    def together(self, jobs: Sequence[str]) -> list[str]:
        """Do jobs together."""
        with (self.folder / "together").open("a") as stream:
            stream.write("".join(f"{job}\n" for job in jobs))
        if "refuse" in jobs:
            raise ValueError("not together")
        return [_done(job) for job in jobs]


def _done(job: str) -> str:
    if job == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "hang":
        time.sleep(600)
    return f"{job} done"


def _run(folder: Path, jobs: Sequence[str], seconds: float = 60.0) -> tuple[list[str], int]:
    engine = LocalEngine(Careless(folder), lost, 1, seconds)
    return list(engine.run(jobs)), engine.deaths


def _noted(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text().splitlines()


def test_small_jobs_are_done_together_and_each_once(tmp_path: Path) -> None:
    outcomes, _ = _run(tmp_path, MANY)
    assert outcomes == [f"{job} done" for job in MANY]
    alone, together = _noted(tmp_path, "alone"), _noted(tmp_path, "together")
    assert sorted(alone + together) == sorted(MANY)
    assert len(together) > len(alone)


def test_jobs_that_can_not_be_done_together_are_done_alone(tmp_path: Path) -> None:
    jobs = [*MANY[:200], "refuse", *MANY[200:]]
    outcomes, deaths = _run(tmp_path, jobs)
    assert (outcomes, deaths) == ([f"{job} done" for job in jobs], 0)
    assert "refuse" in _noted(tmp_path, "alone")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that kills")
@pytest.mark.parametrize(("harm", "told"), [("crash", "lost (-9)"), ("hang", "timed out")])
def test_who_ends_the_process_among_others_is_lost_alone(
    tmp_path: Path, harm: str, told: str
) -> None:
    outcomes, _ = _run(tmp_path, [*MANY[:200], harm, *MANY[200:]], seconds=1.0)
    assert sorted(outcomes) == sorted([f"{harm} {told}", *(f"{job} done" for job in MANY)])


def test_the_pace_follows_the_time_that_jobs_take() -> None:
    pace = Pace()
    for _ in range(9):
        pace.learn(pace.most, pace.most * 1e-3)
    assert pace.most == 10
    pace.learn(10, 2.0)
    assert pace.most == 1
