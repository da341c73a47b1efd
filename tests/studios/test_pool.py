"""A pool of processes answers whoever asks; a process that dies costs its job."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from augcli.engines.died import Died
from augcli.studios.pool import Pool

DIE, HANG, BUG = -1, -2, -3


@dataclass(frozen=True)
class Squares:
    """Squares numbers, unless a job is one of those above, and notes each job that it begins."""

    notes: Path

    @property
    def modules(self) -> Iterable[str]:
        return ()

    def start(self) -> Callable[[int], int]:
        return self

    def __call__(self, number: int) -> int:
        (self.notes / str(number)).touch()
        if number == DIE:
            os._exit(3)
        if number == HANG:
            time.sleep(60)
        if number == BUG:
            raise LookupError("a bug")
        time.sleep(0.05)
        return number * number


def _lost(number: int, death: Died) -> int:
    return -number if death.timed_out else number


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool[int, int]]:
    found = Pool(Squares(tmp_path), _lost, 1, 1.0)
    yield found
    found.close()


def _all(pool: Pool[int, int], *jobs: int) -> list[int]:
    async def ask() -> list[int]:
        return await asyncio.gather(*map(pool.do, jobs))

    return asyncio.run(ask())


def test_every_job_gets_its_own_answer(pool: Pool[int, int]) -> None:
    assert _all(pool, 2, 3, 4) == [4, 9, 16]


def test_a_process_that_dies_or_hangs_costs_its_job_alone(pool: Pool[int, int]) -> None:
    assert _all(pool, 2, DIE, HANG, 3) == [4, DIE, -HANG, 9]


def test_a_bug_is_told_and_the_next_job_is_done(pool: Pool[int, int]) -> None:
    with pytest.raises(RuntimeError, match="LookupError: a bug"):
        _all(pool, BUG)
    assert _all(pool, 5) == [25]


def test_jobs_that_nobody_waits_for_are_not_begun(pool: Pool[int, int], tmp_path: Path) -> None:
    async def leave() -> None:
        tasks = [asyncio.ensure_future(pool.do(number)) for number in range(9)]
        await tasks[0]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert await pool.do(100) == 10_000

    asyncio.run(leave())
    assert len(list(tmp_path.iterdir())) < 9
    assert not (tmp_path / "8").exists()
