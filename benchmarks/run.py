"""Time augcli against its peers, whole processes, interleaved; print Markdown.

Standard library only: the peak memory of a child is at least what its parent held when it
started, so a runner with large imports would hide a small child.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REQUIREMENTS = HERE / "requirements.txt"
PEERS = sorted(path.stem for path in (HERE / "peers").glob("*.py"))
SINGLE_PROCESS = {"keras_loop"}
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png"}
COPIES = 5
TRANSFORMS = shlex.split(
    "--rotation 40 --width-shift 0.1 --height-shift 0.1 --zoom 0.2 "
    "--horizontal-flip --brightness 0.6,1.2"
)

Command = Sequence[str | Path]
CommandFor = Callable[[Path, Path], Command]  # from the dataset and the output folder


@dataclass(frozen=True)
class Measurement:
    """One run of one command with all its child processes."""

    wall: float  # seconds
    cpu: float  # seconds, user + system
    peak: float  # MB (10^6 bytes), resident, of its largest single process


@dataclass(frozen=True)
class Pair:
    """A peer's run and the augcli run right before it."""

    augcli: Measurement
    peer: Measurement


def measure(command: Command) -> Measurement:
    """Run ``command`` to its end; exit with its error output if it fails."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        # wait4 counts the process and every descendant that was waited for.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{errors.read().decode(errors='replace')}\nfailed: {command}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, else KiB
    return Measurement(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def images(folder: Path) -> list[Path]:
    """Return the images of a class-folder dataset, sorted."""
    return sorted(p for p in folder.glob("*/*") if p.suffix.lower() in IMAGE_SUFFIXES)


def measure_expand(command_for: CommandFor, data: Path, out: Path) -> Measurement:
    """Measure one expansion of ``data``, check the number of its outputs and delete them."""
    command = command_for(data, out)
    measurement = measure(command)
    expected, written = len(images(data)) * COPIES, len(images(out))
    if written != expected:
        sys.exit(f"{written} images written, not {expected}: {command}")
    shutil.rmtree(out)
    return measurement


def augcli_command(augcli: Path, workers: int) -> CommandFor:
    """Return the maker of ``augcli expand`` commands."""
    options = ["--copies", str(COPIES), *TRANSFORMS, "--workers", str(workers)]
    return lambda data, out: [augcli, "expand", data, out, *options]


def peer_command(python: Path, peer: str, workers: int) -> CommandFor:
    """Return the maker of commands of one peer."""
    script = HERE / "peers" / f"{peer}.py"
    options = ["--copies", str(COPIES), "--workers", str(workers)]
    return lambda data, out: [python, script, data, out, *options]


def peer_python(environment: Path) -> Path:
    """Return the interpreter of the peers' environment, made anew when its pins changed."""
    python = environment / "bin" / "python"
    installed = environment / "requirements.txt"
    if not installed.exists() or installed.read_text() != REQUIREMENTS.read_text():
        print(f"installing the peers into {environment}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", REQUIREMENTS], check=True)
        shutil.copyfile(REQUIREMENTS, installed)
    return python


def make_photos(python: Path, out: Path, *options: str) -> None:
    """Write synthetic photos below ``out``."""
    subprocess.run([python, HERE / "photos.py", out, *options], check=True)


def link_copies(data: Path, out: Path, times: int) -> None:
    """Make a dataset that lists every image of ``data`` ``times`` times."""
    for source in images(data):
        folder = out / source.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for index in range(times):
            target = folder / f"{source.stem}_{index}{source.suffix}"
            try:
                os.link(source, target)
            except OSError:  # Another file system.
                shutil.copyfile(source, target)


def interleave(
    augcli: CommandFor, peers: dict[str, CommandFor], data: Path, out: Path, runs: int
) -> dict[str, list[Pair]]:
    """Measure augcli right before each peer, ``runs`` times, after one warm-up of each command."""
    for command_for in (augcli, *peers.values()):
        measure_expand(command_for, data, out)
    pairs: dict[str, list[Pair]] = {name: [] for name in peers}
    for run in range(1, runs + 1):
        for name, peer in peers.items():
            pair = Pair(measure_expand(augcli, data, out), measure_expand(peer, data, out))
            pairs[name].append(pair)
            print(f"run {run}: {name} {pair.peer.wall:.2f} s", file=sys.stderr)
    return pairs


def augcli_runs(results: dict[str, list[Pair]]) -> list[Measurement]:
    """Return every counted run of augcli."""
    return [pair.augcli for pairs in results.values() for pair in pairs]


def spread(values: Sequence[float]) -> str:
    """Format the median and the range of ``values``."""
    return f"{median(values):.2f} [{min(values):.2f}..{max(values):.2f}]"


def wall_ratio(pairs: Sequence[Pair]) -> float:
    """Return the median of the pairwise peer wall time / augcli wall time."""
    return median(pair.peer.wall / pair.augcli.wall for pair in pairs)


def print_row(name: str, runs: Sequence[Measurement], outputs: int, ratio: float) -> None:
    """Print one command's row of the table."""
    wall = spread([run.wall for run in runs])
    cpu = median(run.cpu for run in runs) * 1000 / outputs
    peak = median(run.peak for run in runs)
    print(f"| {name} | {wall} | {cpu:.2f} | {peak:.0f} | {ratio:.2f} |")


def print_expand(results: dict[str, list[Pair]], outputs: int, workers: int) -> None:
    """Print the table of the expansions; ratios above 1 mean that augcli is faster."""
    print("| command | wall, s | CPU, s per 1000 outputs | peak, MB | wall / augcli |")
    print("|---|---|---|---|---|")
    print_row("augcli", augcli_runs(results), outputs, 1)
    for name, pairs in results.items():
        print_row(name, [pair.peer for pair in pairs], outputs, wall_ratio(pairs))
    for name in SINGLE_PROCESS & results.keys():
        ratio = wall_ratio(results[name]) / workers
        print(f"\n{name} is one process; its wall / (augcli wall x {workers} workers): {ratio:.2f}")


def print_preview(augcli: Path, python: Path, scratch: Path, runs: int) -> None:
    """Measure and print the preview of one 12-megapixel photo."""
    make_photos(python, scratch / "large", "--count", "1", "--size", "4000x3000")
    (large,) = images(scratch / "large")
    preview = scratch / "preview.png"
    measurements = []
    for _ in range(runs + 1):
        preview.unlink(missing_ok=True)
        measurements.append(measure([augcli, "preview", large, "--rotation", "90", "-o", preview]))
        if not preview.exists():
            sys.exit("augcli preview wrote no image")
    wall = spread([run.wall for run in measurements[1:]])
    peak = median(run.peak for run in measurements[1:])
    print(f"\naugcli preview of a 4000x3000 JPEG: wall {wall} s, peak {peak:.0f} MB")


def print_memory(command_for: CommandFor, data: Path, scratch: Path, peak: float) -> None:
    """Measure and print the peak memory on four times the images, against ``peak`` MB."""
    fourfold = scratch / "fourfold"
    link_copies(data, fourfold, 4)
    more = measure_expand(command_for, fourfold, scratch / "out").peak
    print(f"\naugcli peak memory: {peak:.0f} MB, on four times the images {more:.0f} MB")


def parse_arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description="Time augcli against its peers.")
    parser.add_argument(
        "--data",
        type=Path,
        default=os.environ.get("AUGCLI_BENCH_DATA") or None,
        help="class-folder dataset (default: $AUGCLI_BENCH_DATA, else synthetic photos)",
    )
    parser.add_argument("--augcli", type=Path, default=Path(sys.executable).with_name("augcli"))
    parser.add_argument("--runs", type=int, default=5, help="counted rounds, after one warm-up")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS, metavar="PEER")
    parser.add_argument("--peer-env", type=Path, default=ROOT / ".venv-bench")
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() else Path(tempfile.gettempdir())
    parser.add_argument("--where", type=Path, default=where, help="parent of the output folders")
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    python = peer_python(options.peer_env)
    nearby = ROOT.parent / "shared" / "data" / "clothing"
    data: Path | None = options.data or (nearby if nearby.is_dir() else None)
    with tempfile.TemporaryDirectory(prefix="augcli-bench-", dir=options.where) as folder:
        scratch = Path(folder)
        if data is None:
            data = scratch / "photos"
            make_photos(python, data)
        if not (count := len(images(data))):
            sys.exit(f"no class folders with images in {data}")
        augcli = augcli_command(options.augcli, options.workers)
        peers = {peer: peer_command(python, peer, options.workers) for peer in options.peers}
        print(f"{count} images x {COPIES} copies, {options.workers} workers, {options.runs} runs")
        print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs\n")
        results = interleave(augcli, peers, data, scratch / "out", options.runs)
        print_expand(results, count * COPIES, options.workers)
        print_preview(options.augcli, python, scratch, options.runs)
        peak = median(run.peak for run in augcli_runs(results))
        print_memory(augcli, data, scratch, peak)


if __name__ == "__main__":
    main()
