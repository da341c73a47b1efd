"""Many tiny files: does memory stay flat, when does the first output come, how fast is resuming?

Run ``python benchmarks/many.py [--files 100000]``; takes some 400 MB, in memory if it can.
"""

from __future__ import annotations

import argparse
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

CLASSES = 10
SIDE = 16  # pixels


def make_dataset(root: Path, files: int) -> None:
    """Write ``files`` different tiny PNGs into class folders."""
    for number in range(files):
        folder = root / f"class{number % CLASSES}"
        folder.mkdir(parents=True, exist_ok=True)
        stream = io.BytesIO()
        shade = (number % 256, number // 256 % 256, 128)
        Image.new("RGB", (SIDE, SIDE), shade).save(stream, "PNG")
        (folder / f"{number:06d}.png").write_bytes(stream.getvalue())


def start(data: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start an expansion of one copy each."""
    augcli = Path(sys.executable).with_name("augcli")
    flags = ["--copies", "1", "--rotation", "30", "--quiet"]
    return subprocess.Popen([augcli, "expand", data, out, *flags])


def watch(process: subprocess.Popen[bytes], out: Path) -> tuple[float, int, float]:
    """Give seconds to the first output, peak memory of the main process in MB, and all seconds."""
    begun, first, peak = time.perf_counter(), 0.0, 0
    while process.poll() is None:
        if not first and next(out.glob("*/*"), None):
            first = time.perf_counter() - begun
        peak = max(peak, _memory(process.pid))
        time.sleep(0.02)
    return first, peak, time.perf_counter() - begun


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def main() -> None:
    """Print a line for each of: expanding, expanding a tenth, resuming with nothing to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    shm = Path("/dev/shm")
    parser.add_argument("--where", type=Path, default=shm if shm.is_dir() else None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as folder:
        for files in (options.files // 10, options.files):
            data, out = Path(folder, f"data{files}"), Path(folder, f"out{files}")
            make_dataset(data, files)
            first, peak, seconds = watch(start(data, out), out)
            print(f"{files} files: {seconds:.1f} s, first output after {first:.2f} s, {peak} MB")
            _, peak, seconds = watch(start(data, out), out)
            print(f"nothing to do: {seconds:.2f} s, {files / seconds:.0f} files/s, {peak} MB")
            shutil.rmtree(out)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest process: {children} MB")


if __name__ == "__main__":
    main()
