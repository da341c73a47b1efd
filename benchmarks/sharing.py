"""Measure how evenly expand --shard shares out the work, and what merging the parts takes.

    python benchmarks/sharing.py FOLDER [--flags="--rotation 20"] [--parts 2 4 8]

Makes all parts of a run one after another, merges them, and compares with the single run. The
seconds are those of processors; of several rounds the least counts, which is the least disturbed
one. Prints Markdown.
"""

from __future__ import annotations

import argparse
import filecmp
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import measure

AUGCLI = Path(sys.executable).with_name("augcli")


@dataclass(frozen=True)
class Sharing:
    """Runs of one dataset with the same flags, made in a scratch folder."""

    data: Path
    flags: list[str]
    rounds: int
    scratch: Path

    def expand(self, out: Path, *shard: str) -> float:
        """Make a run or a part of one, and return the seconds that it takes."""
        taken = []
        for _ in range(self.rounds):
            shutil.rmtree(out, ignore_errors=True)
            flags = [*self.flags, *shard, "--workers", "1", "-q"]
            taken.append(measure([AUGCLI, "expand", self.data, out, *flags]).cpu)
        return min(taken)

    def row(self, count: int, whole: Path) -> str:
        """Make and merge so many parts, and return a row of the table."""
        folder = self.scratch / f"{count}"
        parts = [folder / f"{number}" for number in range(1, count + 1)]
        taken = [self.expand(one, "--shard", f"{one.name}/{count}") for one in parts]
        merged = folder / "merged"
        merging = measure([AUGCLI, "merge", *parts, "-o", merged, "-q"]).cpu
        unequal = differing(whole, merged)
        shutil.rmtree(folder)
        mean, longest = sum(taken) / count, max(taken)
        return (
            f"| {count} | {mean:.2f} | {longest:.2f} | {longest / mean:.3f} | {sum(taken):.1f} "
            f"| {merging:.1f} | {unequal} |"
        )


def differing(one: Path, other: Path) -> int:
    """Return the number of files that two folders don't have in common, byte for byte."""
    files = [
        {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
        for root in (one, other)
    ]
    both = [str(name) for name in files[0] & files[1]]
    _, unequal, unread = filecmp.cmpfiles(one, other, both, shallow=False)
    return len(files[0] ^ files[1]) + len(unequal) + len(unread)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", type=int, nargs="+", default=(2, 4, 8, 16, 32, 64))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--flags", default="--rotation 20")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        sharing = Sharing(given.folder, shlex.split(given.flags), given.rounds, Path(temporary))
        whole = Path(temporary) / "whole"
        print(f"single run: {sharing.expand(whole):.1f} s\n")
        print("| parts | mean, s | longest, s | longest / mean | all, s | merge, s | differing |")
        print("|---|---|---|---|---|---|---|")
        for count in given.parts:
            print(sharing.row(count, whole), flush=True)


if __name__ == "__main__":
    main()
