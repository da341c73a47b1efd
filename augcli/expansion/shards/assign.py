"""Assign the sources of a run to shards, by the hashes of their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from augcli.dataset.by_hash import bucket_of, by_hash
from augcli.dataset.source import Source
from augcli.dataset.splits import is_carried
from augcli.errors import UsageProblem
from augcli.expansion.jobs import Job
from augcli.expansion.output.record_files import MANIFEST, manifest_shard
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.jobs import ShardJob

_NO_SPLIT = "train"  # all of it is for training then, and loaders know the word

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
    by_split = _by_split(jobs)
    by_bytes = sharding.shard_count is None
    weights = {
        split: sum(_outputs(job) * (job.source.size if by_bytes else 1) for job in of)
        for split, of in by_split.items()
    }
    training = sum(weight for split, weight in weights.items() if not is_carried(split))
    counts = {}
    for split, of in by_split.items():
        names = [job.source.name for job in of]
        wanted = sharding.count(weights[split], training)
        counts[split] = _most(names, wanted)
        if not (by_bytes or is_carried(split)) and counts[split] < wanted:
            raise _too_many(sharding, len(names), counts[split])
    return counts


def assign(jobs: Iterable[Job], counts: Counts) -> list[ShardJob]:
    """Return the shards, each with its sources in an order that mixes classes."""
    shards: defaultdict[str, list[Job]] = defaultdict(list)
    for job in filter(is_for_shard, jobs):
        shards[shard_of(job.source, counts)].append(job)
    return [ShardJob(name, _mixed(of)) for name, of in sorted(shards.items())]


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


def _by_split(jobs: Iterable[Job]) -> Mapping[str, Sequence[Job]]:
    found: defaultdict[str, list[Job]] = defaultdict(list)
    for job in filter(is_for_shard, jobs):
        found[job.source.split].append(job)
    return found


def _mixed(jobs: Iterable[Job]) -> tuple[Job, ...]:
    by_name = {job.source.name: job for job in jobs}
    return tuple(by_name[name] for name in by_hash("shard", by_name))


def _outputs(job: Job) -> int:
    return job.copies + bool(job.name.original)


def _most(names: Sequence[str], wanted: int) -> int:
    """Return a number of shards up to ``wanted`` with a source for each."""
    count = min(wanted, len(names))
    while not _fills(names, count):
        count -= max(1, count // 16)  # one by one would take long where a source fills a shard
    return count


def _fills(names: Collection[str], count: int) -> bool:
    return len(Counter(bucket_of(name, count) for name in names)) == count


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
