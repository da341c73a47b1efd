"""Time ``augcli expand`` with and without Dask, in turns; print Markdown. It needs augcli[dask]."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measuring import Expansion, interleave

STEPS = "--rotation 40 --horizontal-flip --brightness 0.6,1.2 --quiet"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a class-folder dataset")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--where", type=Path, default=Path("/dev/shm"), help="where OUT is made")
    parser.add_argument("--scheduler", help="a cluster of two workers")
    given = parser.parse_args()
    ways = {
        "local": ("--workers", "2"),
        "a cluster on this machine": ("--workers", "2", "--engine", "dask"),
    }
    if given.scheduler:
        ways["two `dask worker` processes"] = ("--engine", "dask", "--scheduler", given.scheduler)
    with tempfile.TemporaryDirectory(dir=given.where) as folder:
        out = Path(folder) / "out"
        steps = *STEPS.split(), "--copies", f"{given.copies}"
        commands = {
            name: Expansion(
                ("augcli", "expand", given.data, out, *steps, *flags),
                given.data,
                out,
                given.copies,
            )
            for name, flags in ways.items()
        }
        runs = interleave(commands, given.rounds, lambda _: None)
    print("| engine | s | over local |\n|---|---|---|")
    for name, found in runs.items():
        print(f"| {name} | {found.wall()} | {found.ratio(runs['local']):.2f} |")


if __name__ == "__main__":
    main()
