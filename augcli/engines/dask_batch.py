"""Run a batch of jobs on a worker of Dask, in a guarded process as on one machine."""

from __future__ import annotations

import multiprocessing as mp
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, Protocol
from weakref import finalize

from distributed import get_worker

from augcli.engines.died import Died
from augcli.engines.kept import KeptEngine
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


class Idle(Generic[JobT, OutcomeT]):
    """Engines of some work that no thread of this process uses now. They end when it is forgotten.

    Dask sends work from one worker to another: the engines stay where they are.
    """

    def __init__(self) -> None:
        self.engines: list[KeptEngine[JobT, OutcomeT]] = []
        finalize(self, _close, self.engines)

    def __reduce__(self) -> tuple[type[Idle[JobT, OutcomeT]], tuple[()]]:
        return type(self), ()


def _close(engines: list[KeptEngine[JobT, OutcomeT]]) -> None:
    for engine in engines:
        engine.close()


@dataclass(frozen=True)
class BatchWork(Generic[JobT, OutcomeT]):
    """What a worker of Dask does with each batch: see :class:`KeptEngine`.

    A picture can crash or hang the process that decodes it, and Dask can't stop a thread. So the
    jobs run in a process of ours, with its limits of time, memory and threads. It stays for the
    next batch, until Dask forgets this work.
    """

    work: Work[JobT, OutcomeT]
    lost: Callable[[JobT, Died], OutcomeT]
    seconds: float
    site: Site
    idle: Idle[JobT, OutcomeT] = field(default_factory=Idle, compare=False)

    def __call__(self, jobs: tuple[JobT, ...]) -> Done[OutcomeT]:
        """Do a batch, or what has come of it when the client has gone or takes it back.

        Raises:
            AugcliError: the work can't continue; the problem names the worker.
        """
        worker: Any = get_worker()
        start = time.monotonic()
        try:
            checked(self.site)
            engine = self._engine()
            deaths = engine.deaths
            outcomes = tuple(engine.run(jobs))
            self.idle.engines.append(engine)
            self.site.flush()
        except AugcliError as error:
            raise on_worker(error, worker.address) from error
        seconds = time.monotonic() - start
        return Done(outcomes, worker.address, seconds, engine.deaths - deaths)

    def _engine(self) -> KeptEngine[JobT, OutcomeT]:
        try:
            return self.idle.engines.pop()
        except IndexError:
            return KeptEngine(self.work, self.lost, 1, self.seconds, is_stopped=_is_stopped)


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


def _is_stopped() -> bool:
    """Return True if the client has gone, or takes back the task of this thread."""
    worker: Any = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    return task is None or task.state == "cancelled"
