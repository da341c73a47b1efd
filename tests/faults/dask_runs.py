"""Run augcli on a real cluster of Dask, and say what the run is to make."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from cli.pictures import photo, save
from cli.running import Result, run_python
from engines.dask_processes import DaskProcesses

FLAGS = ("--copies", "10", "--rotation", "20", "--mixup", "0.3")


def make_photos(root: Path) -> Path:
    """Make a dataset of 60 photos in three classes, and of a file that is no photo."""
    for number in range(60):
        save(root / f"class{number % 3}" / f"{number}.png", photo(number, 96, 96))
    (root / "class0" / "broken.png").write_bytes(b"no image")
    return root


def run_on(processes: DaskProcesses, data: Path, *flags: str) -> Result:
    """Run expand into the folder ``out`` of a cluster."""
    return run_python(*_command(processes, data, *flags), cwd=processes.folder)


def started(processes: DaskProcesses, data: Path, *flags: str) -> subprocess.Popen[str]:
    """Start a run, and wait for its first copies."""
    process = subprocess.Popen(
        [sys.executable, *_command(processes, data, *flags)],
        cwd=processes.folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    end = time.monotonic() + 60
    while not _has_begun(processes.folder / "out"):
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


def _has_begun(out: Path) -> bool:
    return any(out.glob("class*/[!.]*")) or any(out.glob("index/*.json"))


def _command(processes: DaskProcesses, data: Path, *flags: str) -> list[str]:
    out = processes.folder / "out"
    on = ("--engine", "dask", "--scheduler", processes.address)
    return ["-m", "augcli", "expand", str(data), str(out), *FLAGS, *flags, *on]
