"""Check that shards hold each job once, and take a few seconds each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from augcli.engines.shards import Shards


def _taken(jobs: Iterable[int], threads: int, seconds: float) -> list[tuple[int, ...]]:
    """Return all shards of jobs that take so many seconds each."""
    shards, taken = Shards(jobs), []
    while shard := shards.take(threads):
        taken.append(shard)
        shards.learn(len(shard), len(shard) * seconds)
    return taken


@given(st.integers(0, 3000), st.integers(1, 64), st.floats(0, 100))
def test_each_job_is_in_one_shard(count: int, threads: int, seconds: float) -> None:
    taken = _taken(range(count), threads, seconds)
    assert Counter(job for shard in taken for job in shard) == Counter(range(count))


@given(st.floats(1e-4, 100))
def test_a_shard_takes_a_few_seconds_or_is_one_job(seconds: float) -> None:
    taken = _taken(range(200_000 if seconds < 0.01 else 3000), 1, seconds)
    most = max(len(shard) for shard in taken)
    assert most * seconds <= 6 or most == 4
    assert most * seconds >= 2 or most == 4096 or seconds > 4


@given(st.integers(1, 64), st.floats(0.001, 1))
def test_the_last_shards_are_small(threads: int, seconds: float) -> None:
    taken = _taken(range(5000), threads, seconds)
    assert len(taken[-1]) == 1


@given(st.integers(2, 50))
def test_jobs_that_are_put_back_are_alone_and_come_first(count: int) -> None:
    shards = Shards(range(100, 200))
    shards.put_back(range(count))
    assert [shards.take(2) for _ in range(count)] == [(job,) for job in range(count)]
    assert len(shards.take(2)) > 1
