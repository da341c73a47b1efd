"""Plan the shards of a run: which there are, and which OUT has already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from augcli.dataset.scan import Dataset
from augcli.expansion.jobs import Job, Problem
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record_files import manifest_shards_in, records_path
from augcli.expansion.plan import Plan
from augcli.expansion.run import Run
from augcli.expansion.shards.assign import assign, is_for_shard
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

    ``partners`` are the sources that may be mixed into others. With ``anew`` no shard counts as in
    place.
    """

    run: Run
    jobs: list[Job]
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
        return {job.source.name: job.found for job in self.jobs if job.found}

    @property
    def own(self) -> list[Job]:
        """The jobs of the sources of this part, which has whole shards; all if it is the whole."""
        mine = self.run.mine
        return [job for job in self.jobs if mine is None or job.source.name in mine]

    @property
    def settled(self) -> Iterator[Job]:
        """The jobs of this part with nothing to do: of shards in place, and outside of shards."""
        yield from (job for job in self.own if not is_for_shard(job))
        for shard in self.shards:
            if shard.marker:
                yield from shard.done

    @property
    def missing(self) -> list[ShardJob]:
        """The shards of this part that are not in place."""
        return [shard for shard in self.shards if not shard.marker]

    @cached_property
    def shards(self) -> list[ShardJob]:
        """The shards of this part; those that OUT has as they would be made now have markers."""
        shards = assign(self.own, self.run.shard_counts)
        if self.anew:
            return shards
        if not self.run.settings.packs:
            named = {one.name for one in shards}
            others = (name for name in manifest_shards_in(self.run.out) if name not in named)
            shards += (ShardJob(name, ()) for name in others)
        return [replace(one, marker=self._in_place(one)) for one in shards]

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
        return Leftovers(self.run, self.own, self.partners)

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


def jobs_of(run: Run, known: Mapping[str, Problem]) -> list[Job]:
    """Return the jobs of all sources, as if OUT were empty; ``known`` problems are told in them."""
    plan = Plan(run.dataset, run.out, run.settings, fruitless=frozenset(known))
    jobs = plan.jobs(Manifest(run.out))
    # Most are as they are: to replace each took a tenth of a rerun with nothing to do.
    return [
        job._replace(found=known[job.source.name]) if job.source.name in known else job
        for job in jobs
    ]


def known_problems(run: Run) -> dict[str, Problem]:
    """Return the problems of sources that the shards in OUT were made without, by name."""
    markers = filter(None, read_markers(run.out).values())
    return {name: one for marker in markers for name, one in marker.skipped.items()}
