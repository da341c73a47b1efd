"""Show what balancing does: one model on differently balanced expansions, scored on new photos.

    python benchmarks/balancing.py DATA NEW [--rounds 10] [--total 2000]

DATA has a folder of photos for each class, and NEW other photos of the same classes. Each round
expands DATA with another seed by the real command, and trains on all of OUT. Prints Markdown:
accuracy (of all photos), macro recall (the mean of the recalls of the classes) and the recall of
the three smallest classes of DATA, as mean [lowest..highest] of the rounds.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean

from classifier import Classifier, Photos
from measuring import images
from scoring import expanded, spread

AMOUNTS = ("--copies 5", "--balance median", "--balance")


def scores(data: Path, new: Photos, amount: str, seed: int) -> tuple[int, float, float, float]:
    """Return how many images OUT has, the accuracy, the macro recall, and that of small classes."""
    flags = (*amount.split(), "--originals", "copy", "--seed", str(seed))
    with tempfile.TemporaryDirectory() as folder:
        photos = expanded(data, Path(folder) / "out", *flags)
    classifier = Classifier(photos)
    recalls = classifier.recalls(new)
    sizes = Counter(file.parent.name for file in images(data))
    small = sorted(sizes, key=sizes.__getitem__)[:3]
    return (
        len(photos.labels),
        classifier.accuracy(new),
        mean(recalls.values()),
        mean(recalls[name] for name in small),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--total", type=int, default=2000, help="images in all")
    given = parser.parse_args()
    new = Photos.read(images(given.new))
    print("| flags | images | accuracy | macro recall | recall of the three smallest |")
    print("| --- | --- | --- | --- | --- |")
    total = f"--total {given.total}"
    for amount in (*AMOUNTS, total, f"{total} --balance"):
        rounds = [scores(given.data, new, amount, seed) for seed in range(given.rounds)]
        (count, *_), *shares = zip(*rounds, strict=True)
        print(f"| `{amount}` | {count} |", *(f"{spread(one)} |" for one in shares), flush=True)


if __name__ == "__main__":
    main()
