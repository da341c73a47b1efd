"""Control one worker process from the parent: send it jobs, receive the outcomes."""

from __future__ import annotations

import math
import multiprocessing as mp
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

from augcli.engines.process_limits import one_thread
from augcli.engines.signals import signals_blocked
from augcli.engines.worker_loop import failure, serve

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

_GRACE = 2.0  # seconds for a process to end by itself


class Work(Protocol[JobT_contra, OutcomeT_co]):
    """What a worker does with each job. It is pickled and sent to each worker once.

    ``modules`` names those that ``start`` imports. They are loaded once for all workers: here
    before forking, or in a fork server.
    """

    @property
    def modules(self) -> Iterable[str]: ...

    def start(self) -> Callable[[JobT_contra], OutcomeT_co]:
        """Prepare the worker process and return the function that does a job."""


class Died(Exception):
    """A worker ended in the middle of a job.

    ``code`` is its exit code, negative for a signal. ``timed_out`` means that the parent killed
    it because the job took too long.
    """

    def __init__(self, code: int | None, *, timed_out: bool) -> None:
        super().__init__(code, timed_out)
        self.code = code
        self.timed_out = timed_out


class WorkerProcess(Generic[JobT, OutcomeT]):
    """A running worker. ``given`` holds its jobs; it works on the first one."""

    def __init__(self, work: Work[JobT, OutcomeT], seconds: float, method: str | None) -> None:
        self.given: deque[JobT] = deque()
        self._seconds = seconds
        self._since = math.inf  # until it is ready: loading libraries takes none of a job's time
        try:
            self.pipe, theirs = mp.Pipe()
            modules = [type(work).__module__, *work.modules]
            self._process = _started(theirs, method or _safe_method(), modules)
        except OSError as error:
            raise failure("cannot start a worker", error) from error
        theirs.close()
        with suppress(OSError):  # it died; receive() will raise
            self.pipe.send(work)

    @property
    def deadline(self) -> float:
        """When the current job counts as stuck, on the clock of ``time.monotonic``."""
        return self._since + self._seconds

    def give(self, job: JobT) -> None:
        """Add a job to those it has."""
        if not self.given and self._since < math.inf:
            self._since = time.monotonic()
        self.given.append(job)
        with suppress(OSError):  # it died; receive() will raise
            self.pipe.send(job)

    def receive(self) -> tuple[()] | tuple[OutcomeT]:
        """Return the outcome of the first job it has, or nothing if it has just become ready.

        Raises:
            Died: the process ended.
            AugcliError: the work can't continue.
            RuntimeError: the work has a bug; the message holds the worker's traceback.
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

    def kill_stuck(self) -> Died:
        """Kill a process whose job takes too long."""
        self._process.kill()
        self._process.join()
        return Died(self._process.exitcode, timed_out=True)

    def ask_to_end(self) -> None:
        """Terminate the process if it has jobs; otherwise tell it that there are no more."""
        if self.given:
            self._process.terminate()
            return
        with suppress(OSError):
            self.pipe.send(None)  # closing is not enough: workers forked later hold the pipe too

    def join(self) -> None:
        """Wait until it has ended; kill it after a moment."""
        self._process.join(_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.pipe.close()


def _safe_method() -> str:
    """Return the quickest start method of multiprocessing that is safe here.

    Forking takes milliseconds, but a fork of a process with threads may hang; libraries have them
    too. A fork server has none, and takes 0.3 s to start. On macOS forking is unsafe anyway, and
    Windows can't.
    """
    if sys.platform != "linux":
        return "spawn"
    try:
        threads = len(list(Path("/proc/self/task").iterdir()))
    except FileNotFoundError:  # /proc is not mounted
        return "forkserver"
    return "fork" if threads == 1 else "forkserver"


def _started(pipe: Connection, method: str, modules: list[str]) -> BaseProcess:
    """Start a worker that serves a pipe."""
    if method != "fork" and sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # if start() did this, it would unblock the signals
    context: Any = mp.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(modules)
    process: BaseProcess = context.Process(target=serve, args=(pipe,), daemon=True)
    with signals_blocked(), one_thread(), _main_hidden():
        if method == "fork":
            for name in modules:  # loaded here once, they are there in every worker
                import_module(name)
        process.start()
    return process


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Let new processes not import the main script: workers need nothing of it.

    They would run what it does once more, unless all of it is under ``if __name__ == "__main__"``,
    and could not start if it came from standard input.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
