"""Measure check-leak on many pictures: time, processor time, memory. For Linux.

    python benchmarks/leaks_at_scale.py FOLDER --train 100000 --val 20000 [--set DIR]

Each picture is a blend of two photos of FOLDER, 400x533, always the same ones. One in 100 of val is
a smaller copy of a picture of train. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from measuring import images
from PIL import Image

SIZE = (400, 533)
PLANTED = 100  # one in so many of val
FOLDER_OF = 1000  # pictures


def blend(photos: list[Path], folder: Path, number: int) -> None:
    """Save the picture of a number: a photo, and another one on it, mirrored or upside down."""
    path = folder / f"{number // FOLDER_OF:03}" / f"{number:06}.jpg"
    if path.exists():
        return
    draws = random.Random(f"{folder.name} {number}")
    one, other = draws.sample(photos, 2)
    shares = draws.uniform(0.45, 0.55)
    turned = draws.choice((Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM))
    with Image.open(one) as first, Image.open(other) as second:
        under = second.convert("RGB").resize(SIZE).transpose(turned)
        picture = Image.blend(first.convert("RGB").resize(SIZE), under, shares)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=85)


def plant(train: list[Path], val: list[Path]) -> set[tuple[Path, Path]]:
    """Put smaller copies of pictures of train in the place of some of val; return the pairs."""
    pairs = set(zip(train[:: len(train) // (len(val) // PLANTED)], val[::PLANTED], strict=False))
    for original, copy in pairs:
        with Image.open(original) as picture:
            picture.resize((300, 400)).save(copy, quality=75)
    return pairs


def make(photos: list[Path], folder: Path, count: int) -> list[Path]:
    """Make the pictures of a folder that are not there yet, and return all of them."""
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(blend, photos, folder), range(count), chunksize=100))
    return images(folder)


def memory(process: int) -> int:
    """Return the bytes of a process and its children, what they share counted once."""
    total, left = 0, [process]
    while left:
        one = left.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:  # it has ended
            continue
        (kilobytes,) = re.findall(r"^Pss: +(\d+)", rollup, re.MULTILINE)
        total += int(kilobytes) * 1024
        left += map(int, children.split())
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train", type=int, default=100_000)
    parser.add_argument("--val", type=int, default=20_000)
    parser.add_argument("--set", type=Path, help="where the pictures are made, and kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.set or Path(temporary)
        photos = images(given.folder)
        train = make(photos, folder / "train", given.train)
        val = make(photos, folder / "val", given.val)
        pairs = plant(train, val)
        augcli = Path(sys.executable).with_name("augcli")
        command = [augcli, "check-leak", folder / "train", folder / "val", "--json", "--quiet"]
        start, before, peak = time.perf_counter(), os.times(), 0
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, stdout=output)
            while process.poll() is None:
                peak = max(peak, memory(process.pid))
                time.sleep(1)
            output.seek(0)
            report = json.load(output)
        wall, used = time.perf_counter() - start, os.times()
    found = {(Path(one["a"]).name, Path(one["b"]).name) for one in report["pairs"]}
    planted = {(one.name, other.name) for one, other in pairs}
    print("| pictures | s | s of processors | MB | planted | found | others |")
    print("|---|---|---|---|---|---|---|")
    cpu = sum(used[2:4]) - sum(before[2:4])
    print(
        f"| {len(train):,} and {len(val):,} | {wall:.0f} | {cpu:.0f} | {peak / 1e6:.0f} "
        f"| {len(planted)} | {len(planted & found)} | {len(found - planted)} |"
    )


if __name__ == "__main__":
    main()
