"""Check that a dataset's copies have the sizes they should; exit code 1 if not.

usage: check.py DATA OUT COPIES [WxH]

By their headers, and as a whole: how many there are of each size. Names differ by program.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png"}


def sizes(folder: Path) -> Counter[tuple[int, int]]:
    """Count the images of each size."""
    found: Counter[tuple[int, int]] = Counter()
    for path in folder.glob("*/*"):
        if path.suffix.lower() in SUFFIXES:
            with Image.open(path) as file:
                found[file.size] += 1
    return found


def main() -> None:
    data, out, copies, *size = sys.argv[1:]
    wanted = Counter({known: n * int(copies) for known, n in sizes(Path(data)).items()})
    if size:
        width, height = map(int, size[0].split("x"))
        wanted = Counter({(width, height): wanted.total()})
    if (found := sizes(Path(out))) != wanted:
        sys.exit(f"sizes of the outputs: {dict(found - wanted)} instead of {dict(wanted - found)}")


if __name__ == "__main__":
    main()
