"""Make a whole shard: what its layouts have in common."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from augcli.engines.deadline import deadline
from augcli.engines.together import Pace, together_of
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.worker import Worker


@dataclass(frozen=True)
class ShardMaker(ABC):
    """Makes one shard after another.

    ``basis`` goes into the key of each shard. A source that takes more than ``seconds`` ends the
    process.
    """

    worker: Worker
    basis: str
    seconds: float

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a process loads before its first job."""
        return self.worker.modules

    def start(self) -> Callable[[ShardJob], ShardOutcome]:
        """Prepare a process of its own, and return the function that does the jobs there."""
        work = self.worker.start()
        return lambda job: self.make(job, work)

    @abstractmethod
    def make(self, job: ShardJob, work: Callable[[Job], Outcome]) -> ShardOutcome:
        """Write a shard, its records and its marker. Raises EnvironmentFailure."""

    def outcomes(self, job: ShardJob, work: Callable[[Job], Outcome]) -> Iterator[Outcome]:
        """Do the jobs of the sources that have outputs missing, small ones together."""
        left = deque(each for each in job.jobs if not (each.problem or each.is_done))
        several, pace = together_of(work), Pace()
        while left:
            jobs = [left.popleft() for _ in range(min(len(left), pace.most))]
            start = time.process_time()
            outcomes = self._together(jobs, several) if several and len(jobs) > 1 else []
            if not outcomes:
                pace.start_anew()
                left.extendleft(reversed(jobs[1:]))
                with deadline(self.seconds):
                    outcomes = [work(jobs[0])]
            if several:
                pace.learn(len(outcomes), time.process_time() - start)
            yield from outcomes

    def _together(
        self, jobs: Sequence[Job], several: Callable[[Sequence[Job]], list[Outcome]]
    ) -> list[Outcome]:
        """Do some jobs at once; return nothing if each has to be done alone."""
        try:
            with deadline(self.seconds):
                return several(jobs)
        except Exception:  # it is told of the job that it goes wrong with
            return []


def problems_of(job: ShardJob, outcomes: Iterable[Outcome]) -> dict[str, Problem]:
    """Return the problems of the sources that a shard is without, sorted by name."""
    known = {each.source.name: each.found for each in job.jobs if each.found}
    met = {one.job.source.name: one.problem for one in outcomes if one.problem}
    return dict(sorted({**known, **met}.items()))
