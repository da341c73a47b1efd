"""Run jobs in worker processes on this machine; one that dies costs only its job.

``concurrent.futures`` fails every job when one process dies, and ``multiprocessing.Pool`` then
waits forever. Here each process has its own socket and does its jobs in order, so the parent knows
which job a process died of, and the other jobs lose nothing. Small jobs that were done together are
each tried again alone.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic

from augcli.engines.channel import wait
from augcli.engines.died import Died, cannot_start
from augcli.engines.worker_process import JobT, OutcomeT, Seconds, Work, WorkerProcess, end_all

_MOST_AHEAD = 96  # jobs that a process has, but for one that waits for what is far away
_SECONDS_AHEAD = 0.1  # of work that a process has
# Between looks at processes with small jobs: waking up takes their cores, and what is in the caches
# of these. Half a minute of tiny pictures takes a tenth longer with pauses of 4 ms.
_PAUSE = 0.02  # seconds
_LOOK = 1.0  # seconds, at most, until it is seen that the work is to stop


def _never() -> bool:
    return False


@dataclass
class LocalEngine(Generic[JobT, OutcomeT]):
    """Runs ``work`` on jobs in ``workers`` processes.

    ``lost`` returns the outcome of a job that takes more than ``seconds``, or that ends its process
    twice, the second time alone. A process that ends or hangs before its first job is started once
    more; it has ``loading`` seconds beside those for a job. ``start_method`` is one of
    multiprocessing's; None chooses the quickest that is safe. ``deaths`` counts the processes that
    died. Once ``is_stopped`` returns True, the work ends within a second.
    """

    work: Work[JobT, OutcomeT]
    lost: Callable[[JobT, Died], OutcomeT]
    workers: int
    seconds: float
    start_method: str | None = None
    loading: float = 10.0
    deaths: int = 0
    is_stopped: Callable[[], bool] = _never

    def run(self, jobs: Iterable[JobT]) -> Iterator[OutcomeT]:
        """Yield the outcome of each job as soon as it is ready, in any order.

        Raises:
            AugcliError: the work can't continue, or workers can't start.
            RuntimeError: the work has a bug; the message holds the worker's traceback.
        """
        suspects: list[tuple[JobT, Died]] = []
        yield from self._run(jobs, self.workers, suspects)
        for job, _ in suspects:
            again: list[tuple[JobT, Died]] = []
            yield from self._run([job], 1, again)
            for _, death in again:
                yield self.lost(job, death)

    def _run(
        self, jobs: Iterable[JobT], workers: int, suspects: list[tuple[JobT, Died]]
    ) -> Iterator[OutcomeT]:
        waiting = _Queue(jobs)
        pool = self._begin()
        try:
            while len(pool) < workers and (job := waiting.take()) is not None:
                pool.append(self._start())
                pool[-1].give(job)
            for started in pool:
                _feed(started, waiting)
            while ready := _to_look_at(pool, self.is_stopped):
                for process in ready:
                    yield from self._look_at(process, pool, waiting, suspects)
                if all(_ahead(process) > process.least for process in pool):
                    time.sleep(_PAUSE)
        finally:
            self._end(pool)

    def _look_at(
        self,
        process: WorkerProcess[JobT, OutcomeT],
        pool: list[WorkerProcess[JobT, OutcomeT]],
        waiting: _Queue[JobT],
        suspects: list[tuple[JobT, Died]],
    ) -> Iterator[OutcomeT]:
        """Yield what a process has done and give it more jobs; start another if it has died."""
        try:
            while process.given and (outcome := process.receive()):
                yield from outcome
        except Died as death:
            self.deaths += 1
            pool.remove(process)
            yield from self._outcome_of_death(process, death, waiting, suspects)
            process = self._start(again=not process.ready)
            pool.append(process)
        _feed(process, waiting)

    def _begin(self) -> list[WorkerProcess[JobT, OutcomeT]]:
        """Return the processes that there are before a run."""
        return []

    def _end(self, pool: list[WorkerProcess[JobT, OutcomeT]]) -> None:
        """End the processes of a run."""
        end_all(pool)

    def _start(self, *, again: bool = False) -> WorkerProcess[JobT, OutcomeT]:
        limits = Seconds(self.seconds, self.seconds + self.loading)
        return WorkerProcess(self.work, limits, self.start_method, again=again)

    def _outcome_of_death(
        self,
        process: WorkerProcess[JobT, OutcomeT],
        death: Died,
        waiting: _Queue[JobT],
        suspects: list[tuple[JobT, Died]],
    ) -> Iterator[OutcomeT]:
        """Put back the jobs of a dead process, but for the one that it may have died of."""
        if not process.ready:  # no job is to blame
            if process.again:
                raise cannot_start(death) from death
            waiting.put_back(process.given)
            return
        jobs = [process.given.popleft() for _ in range(process.together)]
        waiting.put_back(process.given)
        if death.timed_out and len(jobs) == 1:
            yield self.lost(jobs[0], death)
        else:  # of jobs that were done together, nobody knows which it died of
            suspects += [(job, death) for job in jobs]


class _Queue(Generic[JobT]):
    """The jobs that no worker has yet; those put back come first."""

    def __init__(self, jobs: Iterable[JobT]) -> None:
        self._jobs = iter(jobs)
        self._back: deque[JobT] = deque()

    def put_back(self, jobs: Iterable[JobT]) -> None:
        self._back.extend(jobs)

    def take(self) -> JobT | None:
        return self._back.popleft() if self._back else next(self._jobs, None)


def _ahead(process: WorkerProcess[JobT, OutcomeT]) -> int:
    """Return how many jobs a process should have: the more, the smaller they are."""
    return max(process.least, min(_MOST_AHEAD, math.ceil(process.rate * _SECONDS_AHEAD)))


def _feed(process: WorkerProcess[JobT, OutcomeT], waiting: _Queue[JobT]) -> None:
    room = _ahead(process) - len(process.given)
    jobs: list[JobT] = []
    while len(jobs) < room and (job := waiting.take()) is not None:
        jobs.append(job)
    process.give(*jobs)


def _to_look_at(
    pool: list[WorkerProcess[JobT, OutcomeT]], is_stopped: Callable[[], bool]
) -> list[WorkerProcess[JobT, OutcomeT]]:
    """Wait for processes that have something to say, have died or are stuck, and return them.

    There are none if all are without jobs, or the work is to stop. They are looked at together, as
    a pause between two of them would let all others run out of small jobs.
    """
    while (busy := [process for process in pool if process.given]) and not is_stopped():
        first = min(process.deadline for process in busy) - time.monotonic()
        ready = wait([process.channel for process in busy], min(first, _LOOK))
        now = time.monotonic()
        if found := [one for one in busy if one.channel in ready or one.deadline <= now]:
            return found
    return []
