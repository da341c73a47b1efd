"""Worker processes on this machine.

Not ``concurrent.futures``, which fails every job when one process dies, nor
``multiprocessing.Pool``, which then waits for ever. Here each process has a pipe of its own and
does its jobs in order, so that it is known which job a process died of: the others lose nothing.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from augcli.errors import AugcliError
from augcli.memory import keep_freed

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")

_AHEAD = 3  # jobs that a process has been given: one at work, the next ones at hand


class Died(Exception):
    """A process ended in the middle of a job; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class _Process(Generic[JobT]):
    process: BaseProcess
    pipe: Connection
    given: deque[JobT] = field(default_factory=deque)


@dataclass
class LocalEngine(Generic[JobT, OutcomeT]):
    """Runs ``work`` on jobs in ``workers`` processes.

    ``lost`` gives the outcome of a job that ends its process twice, the second time alone.
    ``deaths`` counts the processes that died.
    """

    work: Callable[[JobT], OutcomeT]
    lost: Callable[[JobT, Died], OutcomeT]
    workers: int
    deaths: int = 0

    def run(self, jobs: Iterable[JobT]) -> Iterator[OutcomeT]:
        """Give the outcome of each job, as they are ready.

        Raises:
            AugcliError: the work can't go on.
            RuntimeError: the work failed in a way that it shouldn't; with its traceback.
        """
        suspects: list[tuple[JobT, Died]] = []
        yield from self._run(jobs, self.workers, suspects)
        for job, _ in suspects:
            again: list[tuple[JobT, Died]] = []
            yield from self._run([job], 1, again)
            for _, death in again:
                yield self.lost(job, death)

    def _run(
        self, jobs: Iterable[JobT], workers: int, suspects: list[tuple[JobT, Died]]
    ) -> Iterator[OutcomeT]:
        waiting = _Queue(jobs)
        pool: list[_Process[JobT]] = []
        try:
            for _ in range(workers):
                pool.append(self._start())
            for process in pool:
                _feed(process, waiting)
            while busy := [process for process in pool if process.given]:
                for pipe in wait([process.pipe for process in busy]):
                    process = next(found for found in pool if found.pipe is pipe)
                    try:
                        outcome = _receive(process)
                    except Died as death:
                        self.deaths += 1
                        pool.remove(process)
                        suspects.append((process.given.popleft(), death))
                        waiting.put_back(process.given)
                        process = self._start()
                        pool.append(process)
                    else:
                        process.given.popleft()
                        yield outcome
                    _feed(process, waiting)
        finally:
            _stop(pool)

    def _start(self) -> _Process[JobT]:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self.work, theirs), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Process(process, ours)


class _Queue(Generic[JobT]):
    """Jobs to come; those put back come first."""

    def __init__(self, jobs: Iterable[JobT]) -> None:
        self._jobs = iter(jobs)
        self._back: deque[JobT] = deque()

    def put_back(self, jobs: Iterable[JobT]) -> None:
        self._back.extend(jobs)

    def take(self) -> JobT | None:
        return self._back.popleft() if self._back else next(self._jobs, None)


def _feed(process: _Process[JobT], waiting: _Queue[JobT]) -> None:
    while len(process.given) < _AHEAD and (job := waiting.take()) is not None:
        process.given.append(job)
        try:
            process.pipe.send(job)
        except OSError:
            return  # it died; that shows when its next outcome is read


def _receive(process: _Process[Any]) -> Any:
    try:
        kind, value = process.pipe.recv()
    except (EOFError, OSError) as error:
        process.process.join()
        raise Died(process.process.exitcode) from error
    if kind == "problem":
        raise value
    if kind == "bug":
        raise RuntimeError(f"a worker failed:\n{value}")
    return value


def _stop(pool: list[_Process[Any]]) -> None:
    for process in pool:
        if process.given:
            process.process.terminate()
        else:
            process.pipe.send(None)  # closing is not enough: forked siblings hold the pipe too
    for process in pool:
        process.process.join(timeout=2)
        if process.process.is_alive():
            process.process.kill()
            process.process.join()


def _context() -> BaseContext:
    # Forking starts a worker in a few milliseconds, but is safe only while there are no threads;
    # macOS forbids it in practice, and Windows has none.
    forks = sys.platform == "linux" and threading.active_count() == 1
    return mp.get_context("fork" if forks else "spawn")


def _serve(work: Callable[[JobT], OutcomeT], pipe: Connection) -> None:
    """Do jobs from the pipe until a None. Runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # The processes are the parallelism: threads of libraries would only be in each other's way.
    os.environ |= {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
    keep_freed()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            job: JobT | None = pipe.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        pipe.send(_attempt(work, job))


def _attempt(work: Callable[[JobT], OutcomeT], job: JobT) -> tuple[str, object]:
    try:
        return "outcome", work(job)
    except AugcliError as error:
        return "problem", error
    except Exception:
        return "bug", traceback.format_exc()


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
