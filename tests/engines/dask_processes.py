"""Run a scheduler and workers of Dask as processes on this machine, on free ports of loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
_MOST = 60.0  # seconds for a process to do what it must
_HERE = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")


@dataclass
class DaskProcesses:
    """A scheduler, and workers of one thread with a nanny each. ``port`` is 0 until it runs."""

    folder: Path
    port: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start the scheduler, on the port that it had before, and wait until it listens."""
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        flags = ("--port", str(self.port), "--scheduler-file", file)
        process = self._start("scheduler", *_HERE, *flags, env=env)
        _until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
        self.port = int(json.loads(file.read_text())["address"].rpartition(":")[2])
        return process

    def start_worker(self, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a worker in a nanny, whose process is returned."""
        flags = ("--nthreads", "1", "--local-directory", self.folder)
        return self._start("worker", self.address, *_HERE, *flags, env=env)

    def wait_for_workers(self, count: int) -> list[int]:
        """Wait until there are so many workers, and return their process numbers."""
        found: list[int] = []

        def are_there() -> bool:
            found[:] = self.pids_of_workers()
            return len(found) == count

        _until(are_there)
        return found

    def pids_of_workers(self) -> list[int]:
        """Return the process numbers of the workers that the scheduler has."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            pids: Mapping[str, Any] = client.run(os.getpid)
        return list(pids.values())

    def _start(
        self, *command: str | Path, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(TESTS), **(env or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        return process


@contextmanager
def dask_processes(
    folder: Path, workers: int = 2, env: Mapping[str, str] | None = None
) -> Iterator[DaskProcesses]:
    """Run a scheduler and workers, and wait until they have found each other.

    ``env`` are more variables of the scheduler.
    """
    cluster = DaskProcesses(folder)
    try:
        cluster.start_scheduler(env)
        for _ in range(workers):
            cluster.start_worker()
        if workers:
            cluster.wait_for_workers(workers)
        yield cluster
    finally:
        for process in cluster.running:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and what is left of its group."""
    for end in (process.kill, lambda: os.killpg(process.pid, signal.SIGKILL)):
        try:
            end()
        except ProcessLookupError:
            continue
    process.wait(_MOST)


def _until(happened: Any) -> None:
    end = time.monotonic() + _MOST
    while not happened():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)
