"""Find out what is left to do of a shard whose images are files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from augcli.expansion.in_place import InPlace
from augcli.expansion.jobs import Job
from augcli.expansion.mixing import Mixing
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record_files import records_path
from augcli.expansion.output.spellings import restore_spellings
from augcli.expansion.run import Run
from augcli.expansion.shards.assign import Assigned
from augcli.expansion.shards.folder_check import records_digest
from augcli.expansion.shards.jobs import ShardJob
from augcli.expansion.shards.marker import read_marker
from augcli.pipeline.partners import Partners


@dataclass(frozen=True)
class Leftovers:
    """Compares shards with the records that they had before, one shard at a time.

    ``assigned`` has the jobs of this part, ``partners`` is what is mixed into their copies.
    """

    run: Run
    assigned: Assigned
    partners: Partners | None

    def of(self, shard: ShardJob) -> ShardJob:
        """Return a shard without the outputs that are in place, and with those that are stale."""
        run = self.run
        manifest = Manifest.read(
            run.out, records_path(run.out, shard.name), recipes=run.options.verify
        )
        restore_spellings(run.out, manifest.entries)
        verify = run.options.verify or not self._is_told_by_marker(shard)
        jobs = tuple(self._left(job, manifest, verify=verify) for job in shard.jobs)
        taken = {file for file in manifest.stale(()) if self._is_taken(file, manifest)}
        stale = [one for one in manifest.stale((), run.dataset.unlisted) if one not in taken]
        return replace(shard, jobs=jobs, stale=tuple(stale), taken=tuple(sorted(taken)))

    def _left(self, job: Job, manifest: Manifest, *, verify: bool) -> Job:
        if job.problem:
            return job
        left = self._in_place.left(job, manifest, verify=verify)
        return self._mixing.redrawn_of(left, manifest) if self._mixing else left

    @cached_property
    def _in_place(self) -> InPlace:
        return InPlace(self.run.dataset, self.run.out)

    @cached_property
    def _mixing(self) -> Mixing | None:
        return Mixing(self.run.settings, self.partners, []) if self.partners else None

    def _is_told_by_marker(self, shard: ShardJob) -> bool:
        """Return True if no run was stopped while it made the shard, so that its records hold.

        Otherwise the files may be of sources that have changed again since.
        """
        out, marker = self.run.out, read_marker(self.run.out, shard.name)
        return marker is not None and records_digest(out, shard.name) == marker.records_sha256

    def _is_taken(self, file: str, manifest: Manifest) -> bool:
        """Return True if a file is an output of another source now, which may be in any shard."""
        source = manifest.entries[file].source
        owners = (self._owners.get(key) for key in (_stem(file), file))
        return any(one and one.source.name != source and file in one.outputs for one in owners)

    @cached_property
    def _owners(self) -> Mapping[str, Job]:
        """The jobs by what the names of their outputs have in common."""
        found: dict[str, Job] = {}
        for job in self.assigned.jobs():
            if job.problem:
                continue
            name = job.name
            for base in filter(None, (name.base, name.elsewhere)):
                found[f"{base}.{name.ending}"] = job
            if name.original:
                found[name.original] = job
        return found


def _stem(file: str) -> str:
    """Return the name of a copy without its number."""
    base, _, number_and_ending = file.rpartition("_aug")
    return f"{base}.{number_and_ending.rpartition('.')[2]}"
