"""Show why to split before augmenting: one model on one expanded set, scored in three ways.

    python benchmarks/leaky_split.py DATA NEW [--rounds 10]

DATA has a folder of photos for each class, and NEW other photos of the same classes. Each round
expands DATA with another seed by the real command, and trains on four fifths of OUT:

- a random split of the files leaves copies of one photo on both sides
- a split of the sources is scored on plain originals, as `expand --split val=0.2` makes it
- the model of that second split is then scored on NEW, which it can't have seen

Prints Markdown: the share of right answers, as mean [lowest..highest] of the rounds.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from classifier import Classifier, Photos
from measuring import images
from scoring import expanded, manifest, spread

HELD_OUT = 0.2
FLAGS = ("--copies", "5", "--originals", "copy")


def accuracies(data: Path, new: Photos, seed: int) -> tuple[float, float, float]:
    """Return the accuracy by files, by sources and on new photos, of one expansion."""
    draws = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        photos = expanded(data, Path(folder) / "out", *FLAGS, "--seed", str(seed))
        records = manifest(Path(folder) / "out")
    sources = np.array([one["source"] for one in records])
    originals = np.array([one["copy"] == 0 for one in records])
    names = np.unique(sources)
    by_file = draws.random(len(sources)) < HELD_OUT
    by_source = np.isin(sources, names[draws.random(len(names)) < HELD_OUT])
    leaky, fair = Classifier(photos[~by_file]), Classifier(photos[~by_source])
    return (
        leaky.accuracy(photos[by_file]),
        fair.accuracy(photos[by_source & originals]),
        fair.accuracy(new),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    new = Photos.read(images(given.new))
    rounds = [accuracies(given.data, new, seed) for seed in range(given.rounds)]
    by_file, by_source, on_new = (spread(values) for values in zip(*rounds, strict=True))
    print(f"{len(images(given.data))} photos, {len(new.labels)} new ones, {given.rounds} rounds\n")
    print("| scored on | accuracy |\n| --- | --- |")
    print(f"| a random fifth of the files | {by_file} |")
    print(f"| the originals of a random fifth of the sources | {by_source} |")
    print(f"| new photos | {on_new} |")


if __name__ == "__main__":
    main()
