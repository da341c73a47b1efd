"""Worker processes that make batches ahead of the consumer, which gets them in order."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace

from augcli.engines.channel import wait
from augcli.engines.died import Died, cannot_start
from augcli.engines.signals import signals_blocked
from augcli.engines.worker_process import Seconds, WorkerProcess, end_all
from augcli.errors import EnvironmentFailure
from augcli.loaders.feed.batches import Batch, BatchJob, BatchMaker

AHEAD = 2
"""Batches that each worker has: the current one and the next one."""

_LIMITS = Seconds(job=600.0, start=60.0)

Done = tuple[BatchJob, Batch]


class Pool:
    """Makes batches by ``work`` in processes, or in this one if there are no ``workers``.

    Batch n is made by worker n modulo their number, so no more than ``slots`` are in the works,
    however slow one of them is. The slot of a batch is free again when the next one is asked for.
    """

    def __init__(self, work: BatchMaker, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._make = None if workers else work.start()
        self._processes: list[WorkerProcess[BatchJob, Batch]] = []
        self._started = False

    @staticmethod
    def slots(workers: int) -> int:
        """Return the number of slots that a pool of so many workers uses."""
        return max(1, AHEAD * workers)

    def run(self, jobs: Iterable[BatchJob]) -> Generator[Done]:
        """Yield each job with its batch, in order.

        Raises:
            AugcliError: the work can't go on.
        """
        if self._make:
            for job in jobs:
                yield job, self._make(job)
            return
        try:
            if not self._processes:
                self._start_all()
            yield from self._in_order(jobs)
        except GeneratorExit:
            raise
        except BaseException:
            # Ctrl-C may fall in the middle of a message: what follows would be out of step.
            self.close()
            raise

    def _in_order(self, jobs: Iterable[BatchJob]) -> Iterator[Done]:
        waiting, given = iter(jobs), deque[tuple[int, BatchJob]]()
        count = self._workers
        for number, job in zip(range(AHEAD * count), waiting, strict=False):
            self._processes[number % count].give(job)
            given.append((number, job))
        try:
            while given:
                number, job = given.popleft()
                yield job, self._receive(number % count)
                following = next(waiting, None)
                if following is not None:
                    self._processes[number % count].give(following)
                    given.append((number + AHEAD * count, following))
        except GeneratorExit:  # the consumer stopped in the middle of an epoch
            while given and self._processes:  # there are none once the program ends
                self._receive(given.popleft()[0] % count)
            raise

    def close(self) -> None:
        """End the processes; another run starts others."""
        with signals_blocked():  # or Ctrl-C in the middle would leave some
            processes, self._processes = self._processes, []
            end_all(processes)

    def _start_all(self) -> None:
        again, self._started = self._started, True
        with signals_blocked():
            for number in range(self._workers):
                self._processes.append(self._start(number, again=again))

    def _start(self, number: int, *, again: bool) -> WorkerProcess[BatchJob, Batch]:
        # One that starts again can't tell what is left of its part of the cache.
        work = replace(self._work, number=number, workers=self._workers, keeps=not again)
        return WorkerProcess(work, _LIMITS, None, again=again)

    def _receive(self, number: int) -> Batch:
        """Return the next batch of a worker. One that dies is started once more for this batch."""
        died = False
        while True:
            process = self._processes[number]
            try:
                if found := process.receive():
                    return found[0]
                wait([process.channel], max(0.0, process.deadline - time.monotonic()))
            except Died as death:
                if died:
                    raise _lost(process, death) from death
                died = True
                self._processes[number] = self._start(number, again=True)
                for job in process.given:
                    self._processes[number].give(job)


def _lost(process: WorkerProcess[BatchJob, Batch], death: Died) -> EnvironmentFailure:
    if not process.ready:
        return cannot_start(death)
    return EnvironmentFailure(
        f"a worker cannot make a batch: {death}",
        "see that there is enough memory, or use fewer workers",
    )
