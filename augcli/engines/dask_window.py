"""Keep a few tasks ahead for each thread of a cluster, and take the finished ones."""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue
from typing import Generic, NamedTuple

from distributed import Future

from augcli.engines.batches import Batches
from augcli.engines.dask_batch import BatchWork, Done
from augcli.engines.dask_cluster import Cluster
from augcli.engines.worker_process import JobT, OutcomeT
from augcli.errors import EnvironmentFailure

_AHEAD = 2  # tasks for each thread: the current one and the next
_RETRIES = 2  # of a task that fails, perhaps for its worker's sake
_LOOK, _PATIENCE = 5.0, 60.0  # seconds between looks for workers, and without any

# The worker of a task that had finished has died before its result was fetched: it is done again.
_TO_COME = ("lost", "pending")


class Finished(NamedTuple, Generic[JobT]):
    """A task that has finished, or failed, and the jobs of its batch."""

    task: Future
    jobs: tuple[JobT, ...]


class Window(Generic[JobT, OutcomeT]):
    """The tasks that have been submitted and not been handed out."""

    def __init__(self, cluster: Cluster, work: BatchWork[JobT, OutcomeT]) -> None:
        self._cluster = cluster
        # A task too: its result is made anew when all workers that have it die. What is scattered
        # would be lost, and what is in each task would travel each time: it names all partners.
        self._work = cluster.client.submit(_same, work, pure=False)
        self._tasks: dict[str, Finished[JobT]] = {}
        self._finished: SimpleQueue[Future] = SimpleQueue()

    def fill(self, batches: Batches[JobT]) -> bool:
        """Submit as many tasks as there is room for. Return False if none is left to wait for."""
        threads = self._cluster.threads() or 1  # workers may come later
        while len(self._tasks) < _AHEAD * threads and (jobs := batches.take(threads)):
            task = self._cluster.client.submit(_do, self._work, jobs, pure=False, retries=_RETRIES)
            self._tasks[task.key] = Finished(task, jobs)
            task.add_done_callback(self._finished.put)
        return bool(self._tasks)

    def take(self) -> Finished[JobT]:
        """Wait for a task that has finished, and return it.

        Raises:
            EnvironmentFailure: there have been no workers for a minute, or the scheduler is lost.
        """
        since = time.monotonic()
        while True:
            try:
                task = self._finished.get(timeout=_LOOK)
                if task.status not in _TO_COME:
                    return self._tasks.pop(task.key)
                task.add_done_callback(self._finished.put)
            except Empty:
                if self._cluster.threads():
                    since = time.monotonic()
                elif time.monotonic() - since > _PATIENCE:
                    raise _no_workers(self._cluster) from None

    def release(self) -> None:
        """Take back the tasks that are left."""
        for one in self._tasks.values():
            one.task.release()
        self._work.release()


def _same(work: BatchWork[JobT, OutcomeT]) -> BatchWork[JobT, OutcomeT]:
    return work


def _do(work: BatchWork[JobT, OutcomeT], jobs: tuple[JobT, ...]) -> Done[OutcomeT]:
    return work(jobs)


def _no_workers(cluster: Cluster) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{cluster.name} has had no workers for {_PATIENCE:.0f} seconds",
        "what is done stays; start workers, and run the same command again to continue",
    )
