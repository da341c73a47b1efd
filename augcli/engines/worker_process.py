"""One worker process: given jobs over a pipe, giving outcomes back in the same order."""

from __future__ import annotations

import math
import multiprocessing as mp
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, Protocol, TypeVar

from augcli.engines import nursery
from augcli.engines.signals import signals_held_back
from augcli.engines.worker_loop import failure, serve

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

_GRACE = 2.0  # seconds for a process to end by itself


class Work(Protocol[JobT_contra, OutcomeT_co]):
    """What is to be done; sent to each process once."""

    def start(self) -> Callable[[JobT_contra], OutcomeT_co]:
        """Get ready, in the process, and give what does a job."""


class Process(Protocol):
    """What there is to do with a process that was started; as multiprocessing has it."""

    @property
    def exitcode(self) -> int | None: ...
    def is_alive(self) -> bool: ...
    def join(self, timeout: float | None = None) -> None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class Died(Exception):
    """A process ended in the middle of a job.

    ``code`` is its exit code, negative for a signal; ``timed_out`` if it was ended by us.
    """

    def __init__(self, code: int | None, *, timed_out: bool) -> None:
        super().__init__(code, timed_out)
        self.code = code
        self.timed_out = timed_out


class WorkerProcess(Generic[JobT, OutcomeT]):
    """A process at work. ``given`` holds the jobs that it has: the first is the one it is at."""

    def __init__(self, work: Work[JobT, OutcomeT], seconds: float) -> None:
        self.given: deque[JobT] = deque()
        self._seconds = seconds
        self._since = math.inf  # until it is ready: loading libraries takes none of a job's time
        try:
            self.pipe, theirs = mp.Pipe()
            self._process = _started(theirs)
        except OSError as error:
            raise failure("cannot start a worker", error) from error
        theirs.close()
        with suppress(OSError):  # it died; that shows when it is to be ready
            self.pipe.send(work)

    @property
    def deadline(self) -> float:
        """When the job it is at counts as stuck, by ``time.monotonic``."""
        return self._since + self._seconds

    def give(self, job: JobT) -> None:
        """Add a job to those it has."""
        if not self.given and self._since < math.inf:
            self._since = time.monotonic()
        self.given.append(job)
        with suppress(OSError):  # it died; that shows when its next outcome is read
            self.pipe.send(job)

    def receive(self) -> tuple[()] | tuple[OutcomeT]:
        """Return the outcome of the first job it has, or nothing if it has just got ready.

        Raises:
            Died: there will be none.
            AugcliError: the work can't go on.
            RuntimeError: the work has a bug; with its traceback.
        """
        try:
            kind, value = self.pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join()
            raise Died(self._process.exitcode, timed_out=False) from error
        if kind == "problem":
            raise value
        if kind == "bug":
            raise RuntimeError(f"a worker failed:\n{value}")
        self._since = time.monotonic()
        if kind == "ready":
            return ()
        self.given.popleft()
        outcome: OutcomeT = value
        return (outcome,)

    def end_stuck(self) -> Died:
        """End a process whose job takes too long."""
        self._process.kill()
        self._process.join()
        return Died(self._process.exitcode, timed_out=True)

    def ask_to_end(self) -> None:
        """End it: at once if it is at work, else as soon as it sees that there is no more."""
        if self.given:
            self._process.terminate()
            return
        with suppress(OSError):
            self.pipe.send(None)  # closing is not enough: forked siblings hold the pipe too

    def join(self) -> None:
        """Wait for its end, but not for long."""
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.pipe.close()


def _started(pipe: Connection) -> Process:
    """Start a worker that serves a pipe."""
    if nursery.is_ready():
        return nursery.Child(pipe)
    context: Any = mp.get_context(_method())
    process: mp.Process = context.Process(target=serve, args=(pipe,), daemon=True)
    with signals_held_back():
        process.start()
    return process


def _method() -> str:
    # Forking starts a worker in a few milliseconds, but is safe only while there are no threads;
    # macOS forbids it in practice, and Windows has none.
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # or spawning does so, and lets signals through
    return "spawn"
