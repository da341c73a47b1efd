"""Run jobs on a cluster of Dask: in batches, a few ahead for each thread of its workers.

A task costs the scheduler a millisecond, so it is never one job. Its result is released at once:
as long as a client holds it, Dask does the task again when the worker that has it dies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Generic

from distributed import Future, KilledWorker

from augcli.engines.batches import Batches, images_of
from augcli.engines.dask_batch import BatchWork, Done, Site
from augcli.engines.dask_cluster import Cluster, cannot_load
from augcli.engines.dask_window import Window
from augcli.engines.died import Died
from augcli.engines.throughput import Throughput
from augcli.engines.worker_process import JobT, OutcomeT, Work


@dataclass
class DaskEngine(Generic[JobT, OutcomeT]):
    """Runs ``work`` on jobs on the workers of ``cluster``; an :class:`Engine`.

    ``lost`` and ``seconds`` are those of a :class:`LocalEngine`, which each task runs in. ``site``
    is checked once on each worker, also on those that come later. If a task ends its workers again
    and again, each of its jobs is tried in a task of its own, at last with nothing beside it.
    """

    work: Work[JobT, OutcomeT]
    lost: Callable[[JobT, Died], OutcomeT]
    seconds: float
    cluster: Cluster
    site: Site
    deaths: int = 0

    def run(self, jobs: Iterable[JobT]) -> Iterator[OutcomeT]:
        """Yield the outcomes of each batch as soon as it is ready, in any order.

        Raises:
            AugcliError: the work can't continue, or the scheduler or all workers are gone.
            RuntimeError: the work has a bug; the message holds the worker's traceback.
        """
        start = self.cluster.now()
        suspects: list[JobT] = []
        yield from self._run(Batches(jobs), suspects)
        for job in suspects:
            again: list[JobT] = []
            yield from self._run(Batches([job]), again)
            for one in again:
                yield self.lost(one, Died(None, timed_out=False))
        self.deaths += self.cluster.deaths_since(start)

    def _run(self, batches: Batches[JobT], suspects: list[JobT]) -> Iterator[OutcomeT]:
        batch_work = BatchWork(self.work, self.lost, self.seconds, self.site)
        window = Window(self.cluster, batch_work)
        try:
            while window.fill(batches):
                task, jobs = window.take()
                try:
                    done = self._result(task)
                except KilledWorker:
                    if len(jobs) > 1:
                        batches.put_back(jobs)
                    else:
                        suspects += jobs
                    continue
                finally:
                    task.release()
                self.deaths += done.deaths
                batches.learn(jobs, done.seconds)
                self._count(jobs, done)
                yield from done.outcomes
        finally:
            window.release()

    def _result(self, task: Future) -> Done[OutcomeT]:
        try:
            done: Done[OutcomeT] = task.result()
        except (ImportError, AttributeError) as error:
            raise cannot_load(error) from error
        except (CancelledError, OSError) as error:
            raise self.cluster.lost() from error
        return done

    def _count(self, jobs: Iterable[JobT], done: Done[OutcomeT]) -> None:
        of_worker = self.cluster.throughput.setdefault(done.worker, Throughput())
        of_worker.add(images_of(jobs), done.seconds)
