"""The job of a shard: its sources and their copies. Its outcome: theirs, and its marker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.shards.marker import Marker


@dataclass(frozen=True)
class ShardJob:
    """A shard: its ``name``, without an ending, and the jobs of its sources in their order.

    If its images are files of their own, ``stale`` are those that no source gives now, and
    ``taken`` those that another source gives now, which may be in another shard.
    """

    name: str
    jobs: tuple[Job, ...]
    stale: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def without(self, problems: Mapping[str, Problem]) -> ShardJob:
        """Return the job with problems of sources, by name, which are left out then."""
        jobs = (job._replace(found=problems.get(job.source.name, job.found)) for job in self.jobs)
        return replace(self, jobs=tuple(jobs))

    @property
    def images(self) -> int:
        """How many images it is for."""
        return len(self.jobs)

    @property
    def is_done(self) -> bool:
        """True if no output is missing, and no record is to go."""
        return not self.taken and all(job.problem or job.is_done for job in self.jobs)


@dataclass(frozen=True)
class ShardOutcome:
    """The result of a shard: the outcomes of its sources, without their records, and its marker.

    There is no marker if its worker died. ``seconds`` is the time of each stage, if profiled.
    """

    job: ShardJob
    outcomes: tuple[Outcome, ...] = ()
    marker: Marker | None = None
    seconds: Mapping[str, float] | None = None
