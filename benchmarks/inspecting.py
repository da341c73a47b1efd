"""Time ``augcli inspect`` on photos, each there twice; print Markdown.

The file is not called ``inspect.py``: the other scripts here would import it in place of Python's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from measuring import images, measure

WAYS = {
    "measured (`--no-cache --no-near-duplicates`)": ("--no-cache", "--no-near-duplicates"),
    "measured, with near duplicates (`--no-cache`)": ("--no-cache",),
    "measured, and kept in the cache": (),
    "known from the cache": (),
    "known from the cache, with a page (`--html`)": ("--html", "page.html"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a class-folder dataset, such as the sample data")
    parser.add_argument("--workers", default="2")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["XDG_CACHE_HOME"] = folder
        count = double(given.data, Path("data"))
        print(f"| {count:,} photos | s | CPU s | MB |\n|---|---|---|---|")
        for name, flags in WAYS.items():
            command = ("augcli", "inspect", "data", "--quiet", "--workers", given.workers, *flags)
            found = measure(command)
            print(f"| {name} | {found.wall:.1f} | {found.cpu:.1f} | {found.peak:.0f} |")


def double(source: Path, root: Path) -> int:
    """Copy each photo of a dataset twice; return how many there are then."""
    for path in images(source):
        folder = root / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        for twin in "ab":
            shutil.copy2(path, folder / f"{twin}_{path.name}")
    return len(images(root))


if __name__ == "__main__":
    main()
