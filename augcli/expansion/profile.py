"""Measure where the time of a run goes: seconds per stage, summed over the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from augcli.engines.foresight import foresight
from augcli.expansion.jobs import Outcome
from augcli.pipeline.clock import Seconds, start_clock

if TYPE_CHECKING:  # not for --help
    from augcli.engines.worker_process import Work
    from augcli.expansion.shards.jobs import ShardOutcome

JobT = TypeVar("JobT")
TimedT = TypeVar("TimedT", "Outcome", "ShardOutcome")

START, BOOKKEEPING, WAITING, MAIN = "start", "bookkeeping", "waiting", "main process"

STAGES = (
    *(START, "read", "decode", "draw", "warp", "tone", "other pixels", "encode", "write"),
    *(BOOKKEEPING, WAITING, MAIN),
)
"""In the order of the work.

``start`` is loading the libraries, ``bookkeeping`` the rest of a job besides the other stages,
``waiting`` the time a worker is idle; ``main process`` is CPU time in the process that hands out
the jobs and keeps the manifest.
"""


@dataclass(frozen=True)
class ProfiledWorker(Generic[JobT, TimedT]):
    """A worker whose outcomes hold the seconds of each stage."""

    worker: Work[JobT, TimedT]

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return self.worker.modules

    @property
    def foresee(self) -> Callable[[JobT], None] | None:
        """What the worker does for a job ahead of its turn."""
        return foresight(self.worker)

    def start(self) -> Callable[[JobT], TimedT]:
        """Prepare a process of its own, and return the function that does the jobs there."""
        clock = start_clock(START)
        work = self.worker.start()
        clock.turn_to(WAITING)

        def profiled(job: JobT) -> TimedT:
            with clock.stage(BOOKKEEPING):
                outcome = work(job)
            return replace(outcome, seconds=clock.take())

        return profiled


def add_up(total: Seconds, more: Mapping[str, float]) -> None:
    """Add the seconds of some work to a total."""
    for stage, seconds in more.items():
        total[stage] = total.get(stage, 0.0) + seconds


def as_json(seconds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return the seconds of each stage and its share of all, 0 to 1, in the order of the work."""
    whole = sum(seconds.values()) or 1.0
    return {
        stage: {"seconds": round(taken, 4), "share": round(taken / whole, 4)}
        for stage in STAGES
        for taken in [seconds.get(stage, 0.0)]
    }
