"""Time ``augcli expand`` with and without Dask, in turns; print Markdown. It needs augcli[dask]."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import Expansion, interleave

STEPS = "--copies 2 --rotation 40 --horizontal-flip --brightness 0.6,1.2 --quiet"
PORT = 28786
ADDRESS = f"tcp://127.0.0.1:{PORT}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a class-folder dataset")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--where", type=Path, default=Path("/dev/shm"), help="where OUT is made")
    given = parser.parse_args()
    ways = {
        "local": ("--workers", "2"),
        "a cluster on this machine": ("--workers", "2", "--engine", "dask"),
        "two `dask worker` processes": ("--engine", "dask", "--scheduler", ADDRESS),
    }
    with tempfile.TemporaryDirectory(dir=given.where) as folder, cluster():
        out = Path(folder) / "out"
        commands = {
            name: Expansion(
                ("augcli", "expand", given.data, out, *STEPS.split(), *flags), given.data, out, 2
            )
            for name, flags in ways.items()
        }
        runs = interleave(commands, given.rounds, lambda _: None)
    print("| engine | s | over local |\n|---|---|---|")
    for name, found in runs.items():
        print(f"| {name} | {found.wall()} | {found.ratio(runs['local']):.2f} |")


@contextmanager
def cluster() -> Iterator[None]:
    """Run a scheduler and two workers of one thread on this machine."""
    here = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    worker = ("worker", ADDRESS, "--nthreads", "1", *here)
    commands = [("scheduler", "--port", str(PORT), *here), worker, worker]
    running = [
        subprocess.Popen([sys.executable, "-m", "dask", *command], stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        yield
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
