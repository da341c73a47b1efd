"""Time augcli's flows beside other loaders of the same images; print Markdown.

All feed batches of 32 images of 128x128, with the steps of ``photos``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from environment import HERE, ROOT, peer_python

REQUIREMENTS = HERE / "requirements-loaders.txt"
FEEDING = HERE / "feeding"
OWN = "augcli_flow"
TITLES = {
    OWN: "augcli",
    "albumentations_loader": "DataLoader, Albumentations + OpenCV",
    "torchvision_loader": "DataLoader, torchvision v2",
    "keras_flow": "keras-preprocessing",
}
MEMORY_EPOCHS = 50


@dataclass(frozen=True)
class Loader:
    """A program that feeds images. ``options`` are more of its own."""

    name: str
    python: Path
    options: tuple[str, ...] = ()

    def epochs(self, data: Path, workers: int, count: int) -> list[dict[str, float]]:
        """Feed images for some epochs; return what each took."""
        program: list[str | Path] = [self.python, FEEDING / f"{self.name}.py", data, *self.options]
        flags = ["--workers", str(workers), "--epochs", str(count)]
        done = subprocess.run([*program, *flags], check=True, stdout=subprocess.PIPE, text=True)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@dataclass(frozen=True)
class Times:
    """What epochs take, in seconds: the first, and the later ones, by the clock and of the CPU."""

    first: float
    later: float
    cpu: float

    @classmethod
    def of(cls, epochs: list[dict[str, float]]) -> Times:
        """Return those of a run: medians of the later epochs."""
        later = epochs[1:]
        return cls(
            epochs[0]["seconds"],
            median(one["seconds"] for one in later),
            median(one["cpu"] for one in later),
        )


def timed(loaders: list[Loader], options: argparse.Namespace) -> dict[Loader, list[Times]]:
    """Run the loaders in turns, so that slow changes in the machine's speed cancel."""
    taken: dict[Loader, list[Times]] = {one: [] for one in loaders}
    for _ in range(options.rounds):
        for one in loaders:
            epochs = one.epochs(options.data, options.workers, options.epochs)
            taken[one].append(Times.of(epochs))
    return taken


def table(taken: dict[Loader, list[Times]], workers: int) -> str:
    """Format the medians as a table; the last column is the median of the rounds' ratios."""
    rows = [
        f"| {workers} worker(s) | first epoch, s | later, s | later, CPU s | times augcli's CPU |",
        "|---|---|---|---|---|",
    ]
    own = next(iter(taken.values()))
    for one, rounds in taken.items():
        cached = ", pictures cached" if one.options else ""
        first, later, cpu = (
            median(getattr(some, name) for some in rounds) for name in ("first", "later", "cpu")
        )
        ratio = median(some.cpu / ours.cpu for some, ours in zip(rounds, own, strict=True))
        title = TITLES[one.name] + cached
        rows.append(f"| {title} | {first:.2f} | {later:.2f} | {cpu:.2f} | {ratio:.1f} |")
    return "\n".join(rows)


def memory(own: Loader, options: argparse.Namespace) -> str:
    """Say what a long run of augcli takes after its second epoch, and at its end."""
    epochs = own.epochs(options.data, options.workers, MEMORY_EPOCHS)
    second, last = (epochs[n]["megabytes"] for n in (1, -1))
    return f"Memory after 2 epochs: {second:.1f} MB; after {MEMORY_EPOCHS}: {last:.1f} MB."


def main() -> None:
    parser = argparse.ArgumentParser(description="Time augcli's flows beside other loaders.")
    parser.add_argument("data", type=Path, help="class-folder dataset of photos")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--workers", type=int, default=1, help="keras-preprocessing has one anyway")
    parser.add_argument("--peer-env", type=Path, default=ROOT / ".venv-bench-loaders")
    options = parser.parse_args()
    peers = peer_python(options.peer_env, REQUIREMENTS)
    own = Path(sys.executable)
    cached = Loader(OWN, own, ("--cache",))
    loaders = [Loader(OWN, own), cached, *(Loader(name, peers) for name in TITLES if name != OWN)]
    print(table(timed(loaders, options), options.workers), flush=True)
    print(f"\n{memory(cached, options)}")


if __name__ == "__main__":
    main()
