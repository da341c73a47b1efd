"""Control one worker process from the parent: send it jobs, receive the outcomes."""

from __future__ import annotations

import multiprocessing as mp
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from augcli.engines.channel import Channel
from augcli.engines.died import Died
from augcli.engines.foresight import FAR_AHEAD, foresight
from augcli.engines.process_limits import (
    check_room_for_libraries,
    one_thread,
    variables_of_worker,
)
from augcli.engines.signals import signals_blocked
from augcli.engines.watchdog import count_threads, paused
from augcli.engines.worker_loop import failure, serve

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")
JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

NEXT = 3
"""Jobs that a worker has at least: the current one and the next ones."""

_GRACE = 1.0  # seconds for a process to end
_starting = threading.Lock()  # what a start changes of this process, it changes for all threads


class Work(Protocol[JobT_contra, OutcomeT_co]):
    """What a worker does with each job. It is pickled and sent to each worker once.

    ``modules`` names those that ``start`` imports. They are loaded once for all workers: here
    before forking, or in a fork server.
    """

    @property
    def modules(self) -> Iterable[str]: ...

    def start(self) -> Callable[[JobT_contra], OutcomeT_co]:
        """Prepare the worker process and return the function that does a job."""


class Seconds(NamedTuple):
    """How long a worker may take for a job, and to start, in seconds."""

    job: float
    start: float


class WorkerProcess(Generic[JobT, OutcomeT]):
    """A running worker. ``given`` holds its jobs; it works on the first ``together`` of them.

    It has ``limits.job`` seconds for a job and ``limits.start`` seconds to start. ``ready`` is True
    once it has loaded what it needs; ``again`` if it takes the place of one that never was.
    ``least`` is how many jobs it should have at least.
    """

    def __init__(
        self, work: Work[JobT, OutcomeT], limits: Seconds, method: str | None, *, again: bool
    ) -> None:
        self.given: deque[JobT] = deque()
        self.again = again
        self.ready = False
        self.together = 1
        self._done = 0
        self._limits = limits
        self._since = self._begun = time.monotonic()
        try:
            ours, theirs = socket.socketpair()
            modules = [type(work).__module__, *work.modules]
            self._process = _started(theirs, method or _safe_method(), modules)
        except OSError as error:
            raise failure("cannot start a worker", error) from error
        theirs.close()
        self.channel = Channel(ours, blocking=False)
        self._least = FAR_AHEAD if foresight(work) else NEXT
        self.least = self._least
        self._send(variables_of_worker())
        self._send(work)  # by itself: it is unpickled once the variables are set

    @property
    def deadline(self) -> float:
        """When it counts as stuck, on the clock of ``time.monotonic``."""
        return self._since + (self._limits.job if self.ready else self._limits.start)

    @property
    def rate(self) -> float:
        """How many jobs it does in a second; 0 before the first."""
        return self._done / max(1e-6, self._since - self._begun) if self._done else 0.0

    def give(self, *jobs: JobT) -> None:
        """Add jobs to those it has."""
        if self.ready and not self.given:
            self._since = time.monotonic()
        self.given.extend(jobs)
        self._send(*jobs)

    def _send(self, *messages: object) -> None:
        with suppress(OSError):  # it died; receive() will raise
            self.channel.send(*messages)

    def receive(self) -> tuple[()] | tuple[OutcomeT]:
        """Return the outcome of the first job it has, or nothing if there is none yet.

        Several may have arrived: ask until there is none before you wait.

        Raises:
            Died: the process ended, or was killed because its time is over.
            AugcliError: the work can't continue.
            RuntimeError: the work has a bug; the message holds the worker's traceback.
        """
        try:
            message: Any = self.channel.receive()
        except (EOFError, OSError) as error:
            raise self._dead(timed_out=False) from error
        if message is None:
            if self.deadline <= time.monotonic():
                raise self._dead(timed_out=True)
            with suppress(OSError):  # it died; the next receive() will raise
                self.channel.send_rest()
            return ()
        kind, value = message
        if kind == "problem":
            raise value
        if kind == "bug":
            raise RuntimeError(f"a worker failed:\n{value}")
        self._since = time.monotonic()
        if kind == "ready":
            self._begun, self.ready = self._since, True
            return self.receive()
        if kind == "together":
            self.together = value
            self.least = max(self._least, 2 * value + 1)  # so that twice as many may be next
            return self.receive()
        self._done += 1
        self.together = max(1, self.together - 1)
        self.given.popleft()
        outcome: OutcomeT = value
        return (outcome,)

    def _dead(self, *, timed_out: bool) -> Died:
        if not timed_out:
            self._process.join(_GRACE)  # so that its exit code is known
        self.end(0)
        return Died(self._process.exitcode, timed_out=timed_out)

    def ask_to_end(self) -> None:
        """Terminate the process if it has jobs; otherwise tell it that there are no more."""
        if self.given:
            self._process.terminate()
        else:
            self._send(None)  # closing is not enough: workers forked later hold the socket too

    def end(self, until: float) -> None:
        """Wait for its end, until a moment on the clock of ``time.monotonic``; then kill it.

        A process that a broken disk holds in the kernel outlives even that, and is left alone.
        """
        self._process.join(max(0.0, until - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_GRACE)
        self.channel.close()


def end_all(processes: Collection[WorkerProcess[JobT, OutcomeT]]) -> None:
    """End processes; those that don't end by themselves in a moment are killed."""
    for process in processes:
        process.ask_to_end()
    until = time.monotonic() + _GRACE
    for process in processes:
        process.end(until)


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
    return "fork" if threads - count_threads() == 1 else "forkserver"


def _started(end: socket.socket, method: str, modules: list[str]) -> BaseProcess:
    """Start a worker that serves one end of a socket."""
    if method != "fork" and sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # if start() did this, it would unblock the signals
    context: Any = mp.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(modules)
    process: BaseProcess = context.Process(target=serve, args=(end,), daemon=True)
    alone = paused() if method == "fork" else nullcontext()
    with _starting, alone, signals_blocked(), one_thread(), _main_hidden():
        if method == "fork":
            check_room_for_libraries()
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
