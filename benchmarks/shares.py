"""Simulate how evenly expand --shard shares out the work, whatever else the machine does.

    python benchmarks/shares.py FOLDER

Makes 5 copies of each photo twice, alone, and takes the lesser of its seconds of the processor.
Adds them up for the parts that --shard makes, and for parts by the hash alone. Prints Markdown.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import augcli
from augcli.dataset.by_hash import bucket_of
from augcli.dataset.parts import partition
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Source
from augcli.expansion.output.amount import Wanted
from augcli.expansion.share import cost_of

COUNTS = (2, 4, 8, 16, 32, 64)
COPIES = 5
MAKER = augcli.Pipeline.from_flags("--rotation 20 --horizontal-flip --brightness 0.3").maker


def seconds(source: Source) -> float:
    """Return what making the copies of a photo takes."""
    data, taken = Path(source.path).read_bytes(), []
    for _ in range(2):
        start = time.thread_time()
        opened = MAKER.open(data, source.ending)
        MAKER.make(opened, [*MAKER.draw(source.name, range(1, COPIES + 1)).values()])
        taken.append(time.thread_time() - start)
    return min(taken)


def longest(taken: Mapping[str, float], placed: Mapping[str, int], count: int) -> float:
    """Return the seconds of the longest part, as a multiple of the mean."""
    loads: defaultdict[int, float] = defaultdict(float)
    for name, part in placed.items():
        loads[part] += taken[name]
    return max(loads.values()) * count / sum(taken.values())


def main() -> None:
    sources = [one for folder in Dataset(Path(sys.argv[1])).folders() for one in folder.sources]
    taken = {one.name: seconds(one) for one in sources}
    costs = {one.name: cost_of(one.size, Wanted(COPIES, original=False)) for one in sources}
    print("| parts | longest / mean | by the hash alone |")
    print("|---|---|---|")
    for count in COUNTS:
        hashed = {name: bucket_of(name, count) for name in costs}
        ours, alone = (longest(taken, one, count) for one in (partition(costs, count), hashed))
        print(f"| {count} | {ours:.2f} | {alone:.2f} |")


if __name__ == "__main__":
    main()
