"""What the loaders have in common: their command line, and a clock and a scale for epochs."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

BATCH = 32

Epoch = Callable[[], Iterable[tuple[Any, Any]]]
"""Returns the batches (images, labels) of the next epoch: floats in 0..1."""


@dataclass(frozen=True)
class Task:
    """Feed the images of ``data`` at ``size`` x ``size`` for some epochs, from ``workers``."""

    data: Path
    workers: int
    epochs: int
    size: int
    cache: bool

    @classmethod
    def of_command_line(cls, about: str | None) -> Self:
        """Read ``LOADER.py DATA --workers N --epochs N --size N``."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("data", type=Path)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--epochs", type=int, default=4)
        parser.add_argument("--size", type=int, default=128, help="of the images fed, in pixels")
        parser.add_argument("--cache", action="store_true", help="keep decoded images (augcli)")
        return cls(**vars(parser.parse_args()))

    def run(self, epoch: Epoch) -> None:
        """Print a line of JSON for each epoch: images, seconds, those of the CPU, and memory."""
        for _ in range(self.epochs):
            start, before = time.perf_counter(), _seconds_of_cpu()
            images = sum(len(labels) for _, labels in epoch())
            seconds = time.perf_counter() - start
            told = {"images": images, "seconds": seconds, "cpu": _seconds_of_cpu() - before}
            print(json.dumps({**told, "megabytes": _memory()}), flush=True)


def _seconds_of_cpu() -> float:
    """Return the CPU time so far of this process and those below it that have not ended."""
    ticks = 0
    for folder in _processes():
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # user and system, proc(5)
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory() -> float:
    """Return the megabytes of this process and those below it; what several share counts once."""
    lines = [
        line
        for folder in _processes()
        for line in (folder / "smaps_rollup").read_text().splitlines()
    ]
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e6


def _processes(number: int | str = "self") -> Iterator[Path]:
    """Yield the folders in /proc of a process and of those below it."""
    folder = Path(f"/proc/{number}")
    yield folder
    for task in (folder / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _processes(child)
