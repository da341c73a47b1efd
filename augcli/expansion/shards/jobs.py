"""The job of a shard: its sources and their copies. Its outcome: theirs, and its marker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.shards.marker import Marker


@dataclass(frozen=True)
class ShardJob:
    """A shard: its ``name``, without an ending, and the jobs of its sources in their order.

    ``marker`` is that of the shard in OUT if it is what this job would make.
    """

    name: str
    jobs: tuple[Job, ...]
    marker: Marker | None = None

    def without(self, problems: Mapping[str, Problem]) -> ShardJob:
        """Return the job with problems of sources, by name, which are left out then."""
        jobs = (replace(job, found=problems.get(job.source.name, job.found)) for job in self.jobs)
        return replace(self, jobs=tuple(jobs))

    @property
    def images(self) -> int:
        """How many images it is for."""
        return len(self.jobs)

    @property
    def planned(self) -> tuple[Job, ...]:
        """The jobs of its sources; they are done if the shard is in place."""
        if not self.marker:
            return self.jobs
        return tuple(replace(job, missing=(), original=False) for job in self.jobs)


@dataclass(frozen=True)
class ShardOutcome:
    """The result of a shard: the outcomes of its sources, without their records, and its marker.

    There is no marker if its worker died. ``seconds`` is the time of each stage, if profiled.
    """

    job: ShardJob
    outcomes: tuple[Outcome, ...] = ()
    marker: Marker | None = None
    seconds: Mapping[str, float] | None = None
