"""Worker processes that wait for jobs; one that dies costs its job and is replaced."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic

from augcli.engines.channel import wait
from augcli.engines.died import Died, cannot_start
from augcli.engines.worker_process import JobT, OutcomeT, Seconds, Work, WorkerProcess, end_all
from augcli.errors import EnvironmentFailure

_LOADING = 10.0  # seconds for a process to start


class Pool(Generic[JobT, OutcomeT]):
    """Does ``work`` on jobs in ``workers`` processes, which stay until the pool is closed.

    An engine runs a given list of jobs and ends its processes; here requests come at any time, and
    those that nobody waits for any more are dropped before they begin. ``lost`` returns the outcome
    of a job that takes more than ``seconds``, or that ends its process twice. Make a pool before
    any thread is started: its processes are forked then, in milliseconds.
    """

    def __init__(
        self,
        work: Work[JobT, OutcomeT],
        lost: Callable[[JobT, Died], OutcomeT],
        workers: int,
        seconds: float,
    ) -> None:
        self._work = work
        self._lost = lost
        self._limits = Seconds(seconds, seconds + _LOADING)
        self._closed = False
        # A thread waits for each process: Windows has no event loop that waits for sockets' bytes
        # and for a deadline at once.
        self._threads = ThreadPoolExecutor(workers, "studio")
        self._idle: SimpleQueue[_Place[JobT, OutcomeT]] = SimpleQueue()
        self._places = [_Place(self._start) for _ in range(workers)]
        for place in self._places:
            self._idle.put(place)

    async def do(self, job: JobT) -> OutcomeT:
        """Return the outcome of a job. Who stops waiting for a job that has not begun ends it.

        Raises:
            EnvironmentFailure: no worker can be started.
            RuntimeError: the work has a bug; the message holds the worker's traceback.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._do, job)

    def close(self) -> None:
        """End the processes, even in the middle of a job."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        end_all([place.process for place in self._places if place.process])

    def _start(self, *, again: bool = False) -> WorkerProcess[JobT, OutcomeT]:
        if self._closed:
            raise EnvironmentFailure("the studio is closed", "start it again")
        return WorkerProcess(self._work, self._limits, None, again=again)

    def _do(self, job: JobT) -> OutcomeT:
        """Do a job in an idle process, in a thread that waits for it."""
        place = self._idle.get()
        try:
            return place.do(job, self._lost)
        finally:
            self._idle.put(place)


class _Place(Generic[JobT, OutcomeT]):
    """The place of a process in a pool; None after one that has ended."""

    def __init__(self, start: Callable[..., WorkerProcess[JobT, OutcomeT]]) -> None:
        self._start = start
        self.process: WorkerProcess[JobT, OutcomeT] | None = start()

    def do(self, job: JobT, lost: Callable[[JobT, Died], OutcomeT]) -> OutcomeT:
        """Do a job, in another process if the first one ends. See Pool.do for what it raises."""
        try:
            return self._answer(job)
        except Died as death:
            if death.timed_out:
                return lost(job, death)
        try:
            return self._answer(job)
        except Died as death:
            return lost(job, death)

    def _answer(self, job: JobT) -> OutcomeT:
        process = self.process = self.process or self._start(again=True)
        try:
            process.give(job)
            while not (outcome := process.receive()):
                wait([process.channel], process.deadline - time.monotonic())
        except Died as death:
            self.process = None
            if process.again and not process.ready:
                raise cannot_start(death) from death
            raise
        except RuntimeError:
            self.process = None
            process.end(0)
            raise
        return outcome[0]
