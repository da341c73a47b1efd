"""Sources are assigned to shards by their names, and each shard has some."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augcli.dataset.source import Source
from augcli.errors import UsageProblem
from augcli.expansion.jobs import Job
from augcli.expansion.output.naming import OutputName
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.assign import Assigned, Counts, counts_of
from augcli.expansion.shards.jobs import ShardJob

NAMES = st.sets(st.text("abc/é\udc80", min_size=1, max_size=6), min_size=1, max_size=60)
SHARDINGS = st.one_of(
    st.builds(Sharding, st.just("webdataset"), st.just(1_000_000)),
    st.builds(Sharding, st.just("webdataset"), st.none(), st.integers(1, 70)),
)


def jobs_of(names: list[str], split: str = "") -> list[Job]:
    return [
        Job(Source(name, "hat", split=split), OutputName(name, "png"), (1, 2), copies=2)
        for name in names
    ]


def shards_of(jobs: list[Job], counts: Counts) -> list[ShardJob]:
    assigned = Assigned(jobs, counts)
    return [assigned.shard(name) for name in assigned.names]


@given(NAMES, SHARDINGS)
def test_each_source_is_in_one_shard_and_no_shard_is_empty(
    names: set[str], sharding: Sharding
) -> None:
    jobs = jobs_of(sorted(names))
    try:
        counts = counts_of(jobs, sharding)
    except UsageProblem as problem:
        most = int(problem.hint.split()[2].rstrip(","))
        assert sharding.shard_count is not None
        assert 1 <= most < sharding.shard_count
        counts = counts_of(jobs, Sharding("webdataset", None, most))
    shards = shards_of(jobs, counts)
    found = Counter(job.source.name for shard in shards for job in shard.jobs)
    assert found == Counter(names)
    assert [one.name for one in shards] == [f"train-{n:06d}" for n in range(counts[""])]


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_the_listing_changes_nothing(names: set[str], random: object) -> None:
    jobs = jobs_of(sorted(names))
    counts = counts_of(jobs, Sharding("webdataset", None, 1))
    shuffled = jobs.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types it as an object
    for parts in ({"": 3}, counts):
        assert shards_of(jobs, parts) == shards_of(shuffled, parts)


@given(NAMES, st.text("xyz", min_size=1, max_size=5))
def test_one_source_more_moves_no_other(names: set[str], new: str) -> None:
    def places(of: set[str]) -> dict[str, str]:
        shards = shards_of(jobs_of(sorted(of)), {"": 4})
        return {job.source.name: shard.name for shard in shards for job in shard.jobs}

    before, after = places(names), places({*names, new})
    assert {name: after[name] for name in names} == before


@pytest.mark.parametrize(("count", "most"), [(13, "the 12 images"), (12, "leaves shards")])
def test_too_many_shards_are_refused(count: int, most: str) -> None:
    with pytest.raises(UsageProblem, match=most):
        counts_of(jobs_of(list("abcdefghijkl")), Sharding("webdataset", None, count))


def test_splits_get_shards_in_proportion_to_their_outputs() -> None:
    jobs = [*jobs_of([f"t{n}" for n in range(300)]), *jobs_of([f"v{n}" for n in range(100)], "val")]
    assert counts_of(jobs, Sharding("webdataset", None, 6)) == {"": 6, "val": 2}
