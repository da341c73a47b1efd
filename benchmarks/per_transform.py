"""Time every transform by itself beside the same operation of other libraries; print Markdown.

CPU time of one thread each, on one 400x533 RGB picture of 8 bits. The libraries take turns, a batch
of calls each, and the numbers are medians: slow changes in the machine's speed cancel. They run in
processes of their own, the peers in their own environment (see run.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from environment import HERE, ROOT, peer_python

BATCH = 30  # milliseconds
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Library:
    """A process that times calls by name."""

    process: subprocess.Popen[str]
    names: tuple[str, ...]

    def batch(self, name: str, times: int) -> float:
        """Return the milliseconds a call takes, on the mean."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{name} {times}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"failed: {name} of {self.process.args!r}")
        return float(answer)

    def times(self, name: str) -> int:
        """Return how many calls fill a batch; the first one is a warm-up."""
        self.batch(name, 1)
        return max(1, int(BATCH / self.batch(name, 3)))


@contextmanager
def library(python: Path, name: str) -> Iterator[Library]:
    """Start the process of a library."""
    script = HERE / "calls" / f"{name}_calls.py"
    pipe = subprocess.PIPE
    environment = {**os.environ, **ONE_THREAD}
    with subprocess.Popen(
        [python, script], stdin=pipe, stdout=pipe, text=True, env=environment
    ) as process:
        assert process.stdout
        answer = process.stdout.readline()
        if not answer:
            sys.exit(f"failed: {script}")
        yield Library(process, tuple(json.loads(answer)))
        process.communicate()


def measure(libraries: dict[str, Library], name: str, rounds: int) -> dict[str, float]:
    """Return the milliseconds of one operation, for each library that has it."""
    having = {title: one for title, one in libraries.items() if name in one.names}
    times = {title: one.times(name) for title, one in having.items()}
    taken: dict[str, list[float]] = {title: [] for title in having}
    for _ in range(rounds):
        for title, one in having.items():
            taken[title].append(one.batch(name, times[title]))
    return {title: median(batches) for title, batches in taken.items()}


def row(name: str, taken: dict[str, float], titles: Sequence[str]) -> str:
    """Format what one operation took."""
    cells = [f"{taken[title]:.3f}" if title in taken else "" for title in titles]
    ratio = _ratio(taken)
    return f"| {' | '.join([name, *cells, f'{ratio:.2f}' if ratio else ''])} |"


def _ratio(taken: dict[str, float]) -> float | None:
    """Divide augcli's time by that of the fastest other."""
    others = [milliseconds for title, milliseconds in taken.items() if title != "augcli"]
    return taken["augcli"] / min(others) if others else None


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time every transform beside other libraries.")
    parser.add_argument("names", nargs="*", help="transforms (default: all)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peer-env", type=Path, default=ROOT / ".venv-bench")
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    peers = peer_python(options.peer_env)
    pythons = {"augcli": Path(sys.executable), "albumentations": peers, "pillow": peers}
    with ExitStack() as stack:
        libraries = {
            title: stack.enter_context(library(python, title)) for title, python in pythons.items()
        }
        print(f"| ms a picture | {' | '.join(libraries)} | augcli / fastest other |")
        print(f"|---{'|---' * len(libraries)}|---|")
        found = []
        for name in options.names or libraries["augcli"].names:
            taken = measure(libraries, name, options.rounds)
            print(row(name, taken, list(libraries)), flush=True)
            found.append(_ratio(taken))
    ratios = [ratio for ratio in found if ratio]
    faster = sum(ratio < 1 for ratio in ratios)
    print(
        f"\naugcli is the fastest at {faster} of {len(ratios)}; median ratio {median(ratios):.2f}"
    )


if __name__ == "__main__":
    main()
