"""Running commands, and what they take. Standard library only.

The peak memory of a child is at least what its parent held when it started, so a runner with
large imports would hide a small child.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from resource import struct_rusage
from statistics import median

Command = Sequence[str | Path]

SUFFIXES = {".jpg", ".jpeg", ".png"}
MOST_TOLD = 2000  # characters of what a program that failed has said
PR_SET_CHILD_SUBREAPER = 36  # sys/prctl.h of Linux


@dataclass(frozen=True)
class Measurement:
    """One run of one command with all its child processes."""

    wall: float  # seconds
    cpu: float  # seconds, user + system
    peak: float  # MB (10^6 bytes), resident, of its largest single process


@dataclass(frozen=True)
class Expansion:
    """A command that makes ``copies`` images of each one of ``data`` in a folder, ``out``."""

    command: Command
    data: Path
    out: Path
    copies: int

    @property
    def outputs(self) -> int:
        """How many images it makes."""
        return len(images(self.data)) * self.copies

    def measure(self, check: Callable[[Expansion], None] = lambda _: None) -> Measurement:
        """Run it, count its outputs, ``check`` them, and delete them."""
        measurement = measure(self.command)
        written = len(images(self.out))
        if written != self.outputs:
            sys.exit(f"{written} images written, not {self.outputs}: {self.command}")
        check(self)
        shutil.rmtree(self.out)
        return measurement


@dataclass(frozen=True)
class Runs:
    """The counted runs of a command, one in each round, of ``outputs`` images each."""

    outputs: int
    runs: tuple[Measurement, ...]

    def ratio(self, other: Runs) -> float:
        """Return the median of the rounds' wall time by the output, as a multiple of another's."""
        pairs = zip(self.runs, other.runs, strict=True)
        return median(own.wall / its.wall for own, its in pairs) * other.outputs / self.outputs

    def median(self, field: str) -> float:
        """Return the median of a field of the measurements."""
        return float(median(getattr(run, field) for run in self.runs))

    def wall(self) -> str:
        """Format the wall time: the median and the range."""
        values = [run.wall for run in self.runs]
        return f"{median(values):.2f} [{min(values):.2f}..{max(values):.2f}]"

    def cpu(self) -> float:
        """Return the processor seconds by 1,000 outputs."""
        return self.median("cpu") * 1000 / self.outputs


def measure(command: Command) -> Measurement:
    """Run ``command`` to its end; exit with the end of its error output if it fails."""
    adopt_orphans()
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        # wait4 counts the process and every descendant that was waited for.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            told = errors.read().decode(errors="replace")[-MOST_TOLD:]
            sys.exit(f"{told}\nfailed: {shlex.join(map(str, command))}")
    usages = [usage, *_left_behind()]
    cpu = sum(one.ru_utime + one.ru_stime for one in usages)
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, else KiB
    return Measurement(wall, cpu, max(one.ru_maxrss for one in usages) * unit / 1e6)


@cache
def adopt_orphans() -> None:
    """Have processes that outlive their parent become ours (Linux), so that they are counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def _left_behind() -> Iterator[struct_rusage]:
    """Wait for the processes that a command left behind."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


def interleave(
    expansions: dict[str, Expansion], rounds: int, check: Callable[[Expansion], None]
) -> dict[str, Runs]:
    """Measure commands in turn, after a warm-up of each whose outputs are checked.

    Those of one round run right after each other: slow changes in the machine's speed cancel.
    """
    for expansion in expansions.values():
        expansion.measure(check)
    taken: dict[str, list[Measurement]] = {name: [] for name in expansions}
    for number in range(1, rounds + 1):
        for name, expansion in expansions.items():
            taken[name].append(expansion.measure())
            print(f"  round {number}: {name} {taken[name][-1].wall:.2f} s", file=sys.stderr)
    return {name: Runs(expansions[name].outputs, tuple(runs)) for name, runs in taken.items()}


def images(folder: Path) -> list[Path]:
    """Return the images of a class-folder dataset, sorted."""
    return sorted(path for path in folder.glob("*/*") if path.suffix.lower() in SUFFIXES)
