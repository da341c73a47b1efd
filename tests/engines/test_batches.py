"""Check that batches hold each job once, and take a few seconds each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from augcli.engines.batches import Batches


def _taken(jobs: Iterable[int], threads: int, seconds: float) -> list[tuple[int, ...]]:
    """Return all batches of jobs that take so many seconds each."""
    batches, taken = Batches(jobs), []
    while batch := batches.take(threads):
        taken.append(batch)
        batches.learn(batch, len(batch) * seconds)
    return taken


@given(st.integers(0, 3000), st.integers(1, 64), st.floats(0, 100))
def test_each_job_is_in_one_shard(count: int, threads: int, seconds: float) -> None:
    taken = _taken(range(count), threads, seconds)
    assert Counter(job for batch in taken for job in batch) == Counter(range(count))


@given(st.floats(1e-4, 100))
def test_a_shard_takes_a_few_seconds_or_is_one_job(seconds: float) -> None:
    taken = _taken(range(200_000 if seconds < 0.01 else 3000), 1, seconds)
    most = max(len(batch) for batch in taken)
    assert most * seconds <= 6 or most == 4
    assert most * seconds >= 2 or most == 4096 or seconds > 4


@given(st.integers(1, 64), st.floats(0.001, 1))
def test_the_last_shards_are_small(threads: int, seconds: float) -> None:
    taken = _taken(range(5000), threads, seconds)
    assert len(taken[-1]) == 1


@given(st.integers(2, 50))
def test_jobs_that_are_put_back_are_alone_and_come_first(count: int) -> None:
    batches = Batches(range(100, 200))
    batches.put_back(range(count))
    assert [batches.take(2) for _ in range(count)] == [(job,) for job in range(count)]
    assert len(batches.take(2)) > 1
