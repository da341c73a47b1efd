"""One worker process: given jobs over a pipe, giving outcomes back in the same order."""

from __future__ import annotations

import math
import multiprocessing as mp
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, Generic, Protocol, TypeVar

from augcli.engines import nursery
from augcli.errors import AugcliError, EnvironmentFailure

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

_GRACE = 2.0  # seconds for a process to end by itself
_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Work(Protocol[JobT_contra, OutcomeT_co]):
    """What is to be done; sent to each process once."""

    def start(self) -> Callable[[JobT_contra], OutcomeT_co]:
        """Get ready, in the process, and give what does a job."""


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
        context: Any = _context()
        self.given: deque[JobT] = deque()
        self._seconds = seconds
        self._since = math.inf  # until it is ready: loading libraries takes none of a job's time
        try:
            self.pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(work, theirs), daemon=True)
            with _signals_held_back():
                self._process.start()
        except OSError as error:
            raise _failure("cannot start a worker", error) from error
        theirs.close()

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
        """Give the outcome of the first job it has, or nothing if it has just got ready.

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


def _context() -> BaseContext:
    if nursery.is_ready():
        return mp.get_context("forkserver")
    # Forking starts a worker in a few milliseconds, but is safe only while there are no threads;
    # macOS forbids it in practice, and Windows has none.
    if sys.platform == "linux" and threading.active_count() == 1:
        return mp.get_context("fork")
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # or spawning does so, and lets signals through
    return mp.get_context("spawn")


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Have signals wait while a process is started, which lets them through once it is ready.

    A forked one that got one sooner would take it as the parent does: tidy up OUT, and go on as
    if it were the parent. A spawned one would show a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heed_signals() -> None:
    """Deal with signals as a worker does."""
    for number in _ENDING:  # Ctrl-C goes to all; the parent decides
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _failure(problem: str, error: OSError) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{problem}: {error.strerror or error}",
        "what is done stays; mend that, or take fewer --workers, and run the same command again",
    )


def _serve(work: Work[JobT, OutcomeT], pipe: Connection) -> None:
    """Do jobs from the pipe until a None. Runs in the process."""
    _heed_signals()
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        do = work.start()
        pipe.send(("ready", None))
    except OSError as error:
        pipe.send(("problem", _failure("cannot start a worker", error)))
        return
    except Exception:
        pipe.send(("bug", traceback.format_exc()))
        return
    while True:
        try:
            job: JobT | None = pipe.recv()
            if job is None:
                return
            pipe.send(_attempt(do, job))
        except (EOFError, OSError):
            return  # the parent is gone


def _attempt(do: Callable[[JobT], OutcomeT], job: JobT) -> tuple[str, object]:
    try:
        return "outcome", do(job)
    except AugcliError as error:
        return "problem", error
    except OSError as error:  # not of a source or an output: those have been dealt with
        return "problem", _failure("a worker failed", error)
    except Exception:
        return "bug", traceback.format_exc()


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
