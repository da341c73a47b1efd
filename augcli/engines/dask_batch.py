"""Run a batch of jobs on a worker of Dask, in a guarded process as on one machine."""

from __future__ import annotations

import multiprocessing as mp
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, Protocol

from distributed import get_worker
from distributed.worker import Worker

from augcli.engines.died import Died
from augcli.engines.local import LocalEngine
from augcli.engines.worker_process import JobT, OutcomeT, Work
from augcli.errors import AugcliError


class Site(Hashable, Protocol):
    """What all workers must have in common with the process that hands out the jobs.

    It can be pickled and hashed. Both raise AugcliError.
    """

    def check(self) -> None:
        """Check that this process makes what the others make."""

    def flush(self) -> None:
        """Wait until the disk has what was written: the records of it are about to be kept."""


@dataclass(frozen=True)
class Done(Generic[OutcomeT]):
    """The outcomes of a batch, the worker that has them, and the seconds that it took."""

    outcomes: tuple[OutcomeT, ...]
    worker: str
    seconds: float
    deaths: int


@dataclass(frozen=True)
class BatchWork(Generic[JobT, OutcomeT]):
    """What a worker of Dask does with each batch: see :class:`LocalEngine`.

    A picture can crash or hang the process that decodes it, and Dask can't stop a thread. So the
    jobs run in a process of ours, with its limits of time, memory and threads.
    """

    work: Work[JobT, OutcomeT]
    lost: Callable[[JobT, Died], OutcomeT]
    seconds: float
    site: Site

    def __call__(self, jobs: tuple[JobT, ...]) -> Done[OutcomeT]:
        """Do a batch, or what has come of it when the client has gone or takes it back.

        Raises:
            AugcliError: the work can't continue; the problem names the worker.
        """
        worker: Any = get_worker()
        start = time.monotonic()
        try:
            checked(self.site)
            is_stopped = partial(_is_stopped, worker, worker.get_current_task())
            engine = LocalEngine(self.work, self.lost, 1, self.seconds, is_stopped=is_stopped)
            outcomes = tuple(engine.run(jobs))
            self.site.flush()
        except AugcliError as error:
            raise on_worker(error, worker.address) from error
        seconds = time.monotonic() - start
        return Done(outcomes, worker.address, seconds, engine.deaths)


@cache
def checked(site: Site) -> None:
    """Check this worker once, and let it have child processes.

    Dask's nanny starts it as a daemon, which may have none, as they would outlive it. Ours end with
    it by themselves.
    """
    site.check()
    mp.current_process().daemon = False


def on_worker(error: AugcliError, address: str) -> AugcliError:
    """Return an error of a worker that says which."""
    return type(error)(f"{error.problem} (on the worker {address})", error.hint)


def _is_stopped(worker: Worker, key: Hashable) -> bool:
    task = worker.state.tasks.get(key)
    return task is None or task.state == "cancelled"
