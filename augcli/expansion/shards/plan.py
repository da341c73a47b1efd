"""Plan the shards of a run: which there are, and which OUT has already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from augcli.expansion.jobs import Job, Problem
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.plan import Plan
from augcli.expansion.run import Run
from augcli.expansion.shards.jobs import ShardJob
from augcli.expansion.shards.key import basis_of, key_of
from augcli.expansion.shards.marker import Marker, read_marker, records_path, shards_in
from augcli.expansion.shards.share_out import Counts, counts_of, is_for_shard, share_out
from augcli.pipeline.partners import Partners
from augcli.storage.hashing import digest_of


@dataclass(frozen=True)
class ShardPlan:
    """The shards of a run, from the jobs of its sources.

    ``counts`` is the number of shards of each split; ``partners`` are the sources that may be mixed
    into others. With ``anew`` no shard counts as in place.
    """

    run: Run
    jobs: list[Job]
    counts: Counts
    partners: Partners | None = None
    anew: bool = False

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The names of all classes; a class has the number of its place here."""
        return tuple(sorted({job.source.label for job in self.jobs if job.source.label}))

    @cached_property
    def basis(self) -> str:
        """What the keys of all shards depend on."""
        return basis_of(self.classes, self.jobs, self.partners, self.run.dataset)

    @property
    def planned(self) -> Iterator[Job]:
        """The jobs of all sources; those of shards in place are done."""
        yield from (job for job in self.jobs if not is_for_shard(job))
        for shard in self.shards:
            yield from shard.planned

    @cached_property
    def shards(self) -> list[ShardJob]:
        """All shards; those that OUT has as they would be made now have their markers."""
        shards = share_out(self.jobs, self.counts)
        if self.anew:
            return shards
        return [replace(one, marker=self._in_place(one)) for one in shards]

    def _in_place(self, shard: ShardJob) -> Marker | None:
        marker = read_marker(self.run.out, shard.name)
        if marker is None or not self._is_there(shard.name, marker):
            return None
        digests = self.run.dataset.digests
        sources = [
            (job, digests.of(job.source.name, job.source.path))
            for job in shard.jobs
            if not job.problem
        ]
        return marker if marker.key == key_of(self.basis, sources) else None

    def _is_there(self, name: str, marker: Marker) -> bool:
        """Return True if a shard and its records are there, so far as they are to be checked."""
        shard, records = self.run.out / marker.file, records_path(self.run.out, name)
        if not (shard.is_file() and records.is_file() and shard.stat().st_size == marker.bytes):
            return False
        digests = {shard: marker.sha256, records: marker.records_sha256}
        if not self.run.options.verify:
            return True
        try:
            return all(digest_of(path) == digest for path, digest in digests.items())
        except OSError:
            return False


def jobs_of(run: Run, known: Mapping[str, Problem]) -> list[Job]:
    """Return the jobs of all sources, as if OUT were empty; ``known`` problems are told in them."""
    plan = Plan(run.dataset, run.out, run.settings, fruitless=frozenset(known))
    jobs = plan.jobs(Manifest(run.out))
    return [replace(job, found=known.get(job.source.name)) for job in jobs]


def listed_counts(run: Run, sharding: Sharding, jobs: list[Job]) -> Counts:
    """Return the number of shards of each split. Raises UsageProblem as :func:`counts_of` does.

    What sources hold must not decide it: with a target, ``jobs`` depend on which can be read.
    """
    anew = run.settings.amount.has_target and any(job.found for job in jobs)
    return counts_of(jobs_of(run, {}) if anew else jobs, sharding)


def known_problems(run: Run) -> dict[str, Problem]:
    """Return the problems of sources that the shards in OUT were made without, by name."""
    markers = (read_marker(run.out, shard) for shard in shards_in(run.out))
    return {name: one for marker in markers if marker for name, one in marker.skipped.items()}
