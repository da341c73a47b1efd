"""Assign the sources of a run to shards, by the hashes of their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from augcli.dataset.by_hash import HashedNames, bucket_of, by_hash
from augcli.dataset.source import Source
from augcli.dataset.splits import is_carried
from augcli.errors import UsageProblem
from augcli.expansion.jobs import Job
from augcli.expansion.output.record_files import MANIFEST, manifest_shard
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.jobs import ShardJob
from augcli.storage.spool import Spool

_NO_SPLIT = "train"  # all of it is for training then, and loaders know the word
_OUTSIDE = ""

Counts = Mapping[str, int]
"""The number of shards of each split; of the split with an empty name if there are no splits.

If outputs are files of their own, that of all shards, by the name of the manifest.
"""


def counts_of(jobs: Iterable[Job], sharding: Sharding) -> Counts:
    """Return how many shards to make, so that none that is a file is without a source.

    The number follows from the listing and the settings alone, not from what the sources hold. If
    outputs are files of their own, it is fixed: a dataset that grows must not move any.

    Raises:
        UsageProblem: there are too few sources for the number that was asked for.
    """
    if not sharding.packs:
        return {MANIFEST: sharding.shard_count or 1}
    by_bytes = sharding.shard_count is None
    by_split: defaultdict[str, HashedNames] = defaultdict(HashedNames)
    weights: Counter[str] = Counter()
    for job in filter(is_for_shard, jobs):
        by_split[job.source.split].add(job.source.name)
        weights[job.source.split] += _outputs(job) * (job.source.size if by_bytes else 1)
    training = sum(weight for split, weight in weights.items() if not is_carried(split))
    counts = {}
    for split, names in by_split.items():
        wanted = sharding.count(weights[split], training)
        counts[split] = _most(names, wanted)
        if not (by_bytes or is_carried(split)) and counts[split] < wanted:
            raise _too_many(sharding, len(names), counts[split])
    return counts


class Assigned:
    """The jobs of a run, each in its shard, which is read from a temporary file if there are many.

    ``mine`` are the sources of this part of the run, None for all. ``failed`` are the jobs of all
    parts with a problem that a check of the source has found; ``largest`` is the most jobs in a
    shard.
    """

    def __init__(
        self, jobs: Iterable[Job], counts: Counts, mine: Collection[str] | None = None
    ) -> None:
        self._jobs = Spool[Job]()
        self.failed: list[Job] = []
        sizes: Counter[str] = Counter()
        for job in jobs:
            if job.found:
                self.failed.append(job)
            if mine is None or job.source.name in mine:
                name = shard_of(job.source, counts) if is_for_shard(job) else _OUTSIDE
                self._jobs.add(name, job)
                sizes[name] += 1
        del sizes[_OUTSIDE]
        self.names = sorted(sizes)
        self.largest = max(sizes.values(), default=0)

    def shard(self, name: str) -> ShardJob:
        """Return a shard, with its sources in an order that mixes classes; empty if unknown."""
        return ShardJob(name, _mixed(self.jobs_of(name)))

    def jobs_of(self, name: str) -> Iterator[Job]:
        """Yield the jobs of the sources of a shard, in the order of the listing."""
        return self._jobs.of(name)

    def outside(self) -> Iterator[Job]:
        """Yield the jobs of sources that have no outputs, so far as the listing tells."""
        return self._jobs.of(_OUTSIDE)

    def jobs(self) -> Iterator[Job]:
        """Yield all jobs, shard by shard."""
        return chain.from_iterable(map(self._jobs.of, (_OUTSIDE, *self.names)))


def shard_of(source: Source, counts: Counts) -> str:
    """Return the name of the shard of a source, where it would be if it gives nothing now."""
    if MANIFEST in counts:
        return manifest_shard(bucket_of(source.name, counts[MANIFEST]))
    number = bucket_of(source.name, counts.get(source.split, 1))
    return f"{source.split or _NO_SPLIT}-{number:06d}"


def is_for_shard(job: Job) -> bool:
    """Return True if a source has outputs, so far as its listing tells.

    One that gave none belongs to its shard too, whose marker tells of it.
    """
    return not job.problem_of_names and (not job.is_idle or job.found is not None)


def _mixed(jobs: Iterable[Job]) -> tuple[Job, ...]:
    by_name = {job.source.name: job for job in jobs}
    return tuple(by_name[name] for name in by_hash("shard", by_name))


def _outputs(job: Job) -> int:
    return job.copies + bool(job.name.original)


def _most(names: HashedNames, wanted: int) -> int:
    """Return a number of shards up to ``wanted`` with a source for each."""
    count = min(wanted, len(names))
    while not names.fill(count):
        count -= max(1, count // 16)  # one by one would take long where a source fills a shard
    return count


def _too_many(sharding: Sharding, images: int, most: int) -> UsageProblem:
    count = sharding.shard_count
    if count is not None and count > images:
        problem = f"--shard-count {count} is more than the {images} images that get copies"
    else:
        problem = (
            f"--shard-count {count} leaves shards without any of the {images} images, which go to "
            "shards by the hashes of their names"
        )
    return UsageProblem(problem, f"type --shard-count {most}, which has images for each")
