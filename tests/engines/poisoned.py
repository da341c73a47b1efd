"""Provide work for the engine that crashes, hangs or fails as its jobs say."""

# ruff: noqa: ARG001, harms are all called alike
from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from augcli.engines.died import Died
from augcli.errors import EnvironmentFailure


@dataclass(frozen=True)
class Poisoned:
    """A job is a word, or a word and a number. Each try adds a line to its file in ``folder``."""

    folder: Path
    fails_to_start: bool = False
    seconds_to_start: float = 0
    stops_at_start: int = 0
    modules: tuple[str, ...] = ()

    def start(self) -> Callable[[str], str]:
        """Prepare the worker process and return the function that does a job."""
        if self.fails_to_start:
            raise OSError("no room to work in")
        time.sleep(self.seconds_to_start)
        if self.stops_at_start:
            self._do("start")
            if self.tries("start") <= self.stops_at_start:
                os.kill(os.getpid(), signal.SIGSTOP)
        return self._do

    def _do(self, job: str) -> str:
        with (self.folder / job).open("a") as stream:
            stream.write(f"{os.getpid()} {time.monotonic()}\n")
        _WORDS.get(job.split(maxsplit=1)[0], _nothing)(self, job)
        return f"{job} done"

    def processes(self) -> set[int]:
        """Return the numbers of the processes that did jobs."""
        lines = [line for path in self.folder.iterdir() for line in path.read_text().splitlines()]
        return {int(line.split()[0]) for line in lines}

    def tries(self, job: str) -> int:
        """Return how often a job was begun."""
        path = self.folder / job
        return len(path.read_text().splitlines()) if path.exists() else 0


def _stop(work: Poisoned, job: str) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _nothing(work: Poisoned, job: str) -> None:
    pass


def _crash(work: Poisoned, job: str) -> None:
    faulthandler.disable()  # pytest has it on
    os.kill(os.getpid(), signal.SIGSEGV)


def _crash_once(work: Poisoned, job: str) -> None:
    if work.tries(job) == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def _exit(work: Poisoned, job: str) -> None:
    os._exit(7)


def _hang(work: Poisoned, job: str) -> None:
    time.sleep(600)


def _kill_parent(work: Poisoned, job: str) -> None:
    parent = multiprocessing.parent_process()
    assert parent
    assert parent.pid
    os.kill(parent.pid, signal.SIGKILL)
    time.sleep(600)


def _problem_once(work: Poisoned, job: str) -> None:
    if work.tries(job) == 1:
        raise EnvironmentFailure("the disk is on fire", "put it out")


def _problem(work: Poisoned, job: str) -> None:
    raise EnvironmentFailure("the disk is on fire", "put it out")


def _bug(work: Poisoned, job: str) -> None:
    raise ZeroDivisionError("a bug of ours")


def _slow(work: Poisoned, job: str) -> None:
    time.sleep(0.25)


def _variable(work: Poisoned, job: str) -> None:
    assert os.environ["AUGCLI_TEST"] == job.split()[1]


_WORDS: dict[str, Callable[[Poisoned, str], None]] = {
    "crash": _crash,
    "crash-once": _crash_once,
    "exit": _exit,
    "hang": _hang,
    "stop": _stop,
    "kill-parent": _kill_parent,
    "problem": _problem,
    "problem-once": _problem_once,
    "bug": _bug,
    "slow": _slow,
    "variable": _variable,
}


def is_running(pid: int) -> bool:
    """Return True if there is such a process, and it has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_gone(pids: set[int]) -> None:
    """Wait until processes have ended."""
    end = time.monotonic() + 30
    while any(map(is_running, pids)):
        multiprocessing.active_children()  # waits for those that have ended
        assert time.monotonic() < end
        time.sleep(0.02)


def lost(job: str, death: Died) -> str:
    """Return the outcome of a job that was lost."""
    return f"{job} timed out" if death.timed_out else f"{job} lost ({death.code})"
