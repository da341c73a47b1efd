"""Plan the shards of a run: which there are, and which OUT has already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from augcli.dataset.scan import Dataset
from augcli.expansion.jobs import Job, Problem
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record_files import manifest_shards_in, records_path
from augcli.expansion.plan import Plan
from augcli.expansion.run import Run
from augcli.expansion.shards.assign import Assigned
from augcli.expansion.shards.jobs import ShardJob
from augcli.expansion.shards.key import basis_of, key_of
from augcli.expansion.shards.leftovers import Leftovers
from augcli.expansion.shards.marker import Marker, read_markers
from augcli.pipeline.partners import Partners
from augcli.storage.hashing import digest_of
from augcli.storage.sizes import file_sizes


@dataclass(frozen=True)
class ShardPlan:
    """The shards of a run, from the ``jobs`` of all sources, also of those of other parts.

    The jobs of one shard are in memory at a time. ``partners`` are the sources that may be mixed
    into others. With ``anew`` no shard counts as in place.
    """

    run: Run
    jobs: Iterable[Job]
    partners: Partners | None = None
    anew: bool = False

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The names of all classes; a class has the number of its place here."""
        return classes_of(self.run.dataset)

    @cached_property
    def basis(self) -> str:
        """What the keys of all shards depend on."""
        dataset = self.run.dataset
        # Files have no number of a class, so a new class changes none. But nothing is stale whose
        # source may be in a folder that can't be listed.
        common = self.classes if self.run.settings.packs else sorted(dataset.unlisted)
        return basis_of(common, self.jobs, self.partners, dataset)

    @property
    def problems(self) -> dict[str, Problem]:
        """What was found out about sources that give no copies, by name."""
        return {job.source.name: job.found for job in self.assigned.failed if job.found}

    @cached_property
    def assigned(self) -> Assigned:
        """The jobs of this part, which has whole shards, by shard."""
        return Assigned(self.jobs, self.run.shard_counts, self.run.mine)

    @property
    def settled(self) -> Iterator[Job]:
        """The jobs of this part with nothing to do: of shards in place, and outside of shards."""
        yield from self.assigned.outside()
        for name in self.in_place:
            yield from (job.done for job in self.assigned.jobs_of(name))

    @property
    def missing(self) -> Iterator[ShardJob]:
        """The shards of this part that are not in place."""
        return map(self.assigned.shard, (name for name in self.names if name not in self.in_place))

    @property
    def is_done(self) -> bool:
        """True if all shards of this part are in place."""
        return len(self.in_place) == len(self.names)

    @cached_property
    def names(self) -> list[str]:
        """The names of the shards of this part, and of those that OUT has beside them."""
        names = self.assigned.names
        if self.anew or self.run.settings.packs:
            return names
        return [*names, *sorted({*manifest_shards_in(self.run.out)}.difference(names))]

    @cached_property
    def in_place(self) -> dict[str, Marker]:
        """The markers of those shards that OUT has as they would be made now, by name."""
        if self.anew:
            return {}
        shards = map(self.assigned.shard, self.names)
        return {one.name: marker for one in shards if (marker := self._in_place(one))}

    def left(self, shard: ShardJob) -> ShardJob:
        """Return what is left to do of a shard: all of it, if it is one file."""
        if self.anew or self.run.settings.packs:
            return shard
        return self._leftovers.of(shard)

    def had_marker(self, shard: ShardJob) -> bool:
        """Return True if OUT had a sound marker of a shard when this was planned."""
        return self._markers.get(shard.name) is not None

    @cached_property
    def _leftovers(self) -> Leftovers:
        return Leftovers(self.run, self.assigned, self.partners)

    @cached_property
    def _markers(self) -> dict[str, Marker | None]:
        return read_markers(self.run.out)

    @cached_property
    def _shard_sizes(self) -> dict[str, int]:
        return file_sizes(self.run.out)

    def _in_place(self, shard: ShardJob) -> Marker | None:
        marker = self._markers.get(shard.name)
        if marker is None or not self._is_there(shard.name, marker):
            return None
        digests = self.run.dataset.digests
        sources = [
            (job, digests.of(job.source.name, job.source.path, job.source.version))
            for job in shard.jobs
            if not job.problem
        ]
        if marker.key != key_of(self.basis, sources):
            return None
        return marker if self.run.settings.packs or self._holds(marker, shard) else None

    def _holds(self, marker: Marker, shard: ShardJob) -> bool:
        """Return True if a marker tells of the sources without copies, and the images are there."""
        problems = {job.source.name: job.found for job in shard.jobs if job.found}
        if marker.skipped != problems:
            return False
        return not self.run.options.verify or self.left(shard).is_done

    def _is_there(self, name: str, marker: Marker) -> bool:
        """Return True if a shard and its records are there, so far as they are to be checked."""
        shard, records = self.run.out / marker.file, records_path(self.run.out, name)
        if self._shard_sizes.get(marker.file) != marker.bytes:  # a marker was read, so are records
            return False
        digests = {records: marker.records_sha256, shard: marker.sha256}
        if not self.run.options.verify:
            return True
        try:
            return all(digest_of(path) == digest for path, digest in digests.items())
        except OSError:
            return False


def classes_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of all classes, sorted; none if images have any number of labels."""
    sources = (source for folder in dataset.folders() for source in folder.sources)
    return tuple(sorted({source.label for source in sources if source.label}))


@dataclass(frozen=True)
class PlannedJobs:
    """The jobs of all sources, as if OUT were empty, planned anew each time that they are read.

    ``known`` problems are told in them.
    """

    run: Run
    known: Mapping[str, Problem]

    def __iter__(self) -> Iterator[Job]:
        run, known = self.run, self.known
        plan = Plan(run.dataset, run.out, run.settings, fruitless=frozenset(known))
        for job in plan.jobs(Manifest(run.out)):
            problem = known.get(job.source.name)
            yield job._replace(found=problem) if problem else job


def known_problems(run: Run) -> dict[str, Problem]:
    """Return the problems of sources that the shards in OUT were made without, by name."""
    markers = filter(None, read_markers(run.out).values())
    return {name: one for marker in markers for name, one in marker.skipped.items()}
