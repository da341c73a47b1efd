"""One worker process: given jobs over a pipe, giving outcomes back in the same order."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, Generic, Protocol, TypeVar

from augcli.errors import AugcliError

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

_GRACE = 2.0  # seconds for a process to end by itself


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
        self.pipe, theirs = context.Pipe()
        self.given: deque[JobT] = deque()
        self._seconds = seconds
        self._since = 0.0
        self._process = context.Process(target=_serve, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def deadline(self) -> float:
        """When the job it is at counts as stuck, by ``time.monotonic``."""
        return self._since + self._seconds

    def give(self, job: JobT) -> None:
        """Add a job to those it has."""
        if not self.given:
            self._since = time.monotonic()
        self.given.append(job)
        with suppress(OSError):  # it died; that shows when its next outcome is read
            self.pipe.send(job)

    def receive(self) -> OutcomeT:
        """Give the outcome of the first job it has.

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
        self.given.popleft()
        self._since = time.monotonic()
        outcome: OutcomeT = value
        return outcome

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
    # Forking starts a worker in a few milliseconds, but is safe only while there are no threads;
    # macOS forbids it in practice, and Windows has none.
    forks = sys.platform == "linux" and threading.active_count() == 1
    return mp.get_context("fork" if forks else "spawn")


def _serve(work: Work[JobT, OutcomeT], pipe: Connection) -> None:
    """Do jobs from the pipe until a None. Runs in the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        do = work.start()
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
    except Exception:
        return "bug", traceback.format_exc()


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
