"""Many tiny files: does memory stay flat, when does the first output come, how fast is resuming?"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from bench import Bench
from measuring import images

COUNTS = 10_000, 100_000
FLAGS = ["--copies", "1", "--rotation", "30", "--quiet"]


def many(bench: Bench) -> str:
    """Expand a tenth and all of 100,000 files by augcli alone, and once more with nothing to do."""
    heads = "| files | | s | µs a file | first output, s | main process, MB |"
    lines = [heads, "|---|---|---|---|---|---|"]
    for count in COUNTS:
        data = bench.make(f"many{count}", count, "16x16", "png")
        out = bench.scratch / "out"
        for what in ("one copy each", "nothing to do"):
            first, peak, seconds = _watch(_start(bench, data, out), out)
            each = seconds * 1e6 / count
            told = f"{first:.2f}" if what == "one copy each" else ""
            lines.append(f"| {count:,} | {what} | {seconds:.2f} | {each:.0f} | {told} | {peak} |")
        if (written := len(images(out))) != count:
            raise SystemExit(f"{written} images written, not {count}")
        shutil.rmtree(out)
    return "\n".join(["### Many tiny files (`many`)\n", *lines])


def _start(bench: Bench, data: Path, out: Path) -> subprocess.Popen[bytes]:
    workers = ["--workers", str(bench.workers)]
    return subprocess.Popen([bench.augcli, "expand", data, out, *FLAGS, *workers])


def _watch(process: subprocess.Popen[bytes], out: Path) -> tuple[float, int, float]:
    """Return seconds to the first output, the main process's peak MB, and seconds in all."""
    begun, first, peak = time.perf_counter(), 0.0, 0
    while process.poll() is None:
        if not first and next(out.glob("*/*"), None):
            first = time.perf_counter() - begun
        peak = max(peak, _memory(process.pid))
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"failed: {process.args!r}")
    return first, peak, seconds


def _memory(pid: int) -> int:
    """Return the peak memory of a process in MB, where the system tells (Linux)."""
    status = Path(f"/proc/{pid}/status")
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1000 for line in lines if line.startswith("VmHWM")), 0)
