"""Albumentations + OpenCV in a process pool, written by hand for speed.

usage: albumentations_loop.py DATA OUT [--copies N] [--workers N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from functools import cache, partial
from pathlib import Path

# Read at import time: without it Albumentations asks the network for a newer release.
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A  # noqa: N812 (the library's own convention)
import cv2

SUFFIXES = {".jpg", ".jpeg", ".png"}
JPEG_OPTIONS = [cv2.IMWRITE_JPEG_QUALITY, 90]


@cache
def transform() -> A.Compose:
    """Return this process's pipeline; built in the worker so that each has its own random state."""
    return A.Compose(
        [
            # One warp for rotation (degrees), shift (fraction of the side) and zoom.
            A.Affine(
                rotate=(-40, 40),
                translate_percent={"x": (-0.1, 0.1), "y": (-0.1, 0.1)},
                scale={"x": (0.8, 1.2), "y": (0.8, 1.2)},
                interpolation=cv2.INTER_LINEAR,
                border_mode=cv2.BORDER_REPLICATE,
                p=1,
            ),
            A.HorizontalFlip(p=0.5),
            # With the other three factors at identity this is one 256-entry lookup table.
            A.ColorJitter(
                brightness=(0.6, 1.2), contrast=(1, 1), saturation=(1, 1), hue=(0, 0), p=1
            ),
        ]
    )


def augment(source: Path, out: Path, copies: int) -> None:
    """Decode ``source`` once and write ``copies`` augmented JPEGs under ``out``."""
    image = cv2.imread(str(source))  # Stays BGR: no step here depends on channel order.
    stem = out / source.parent.name / source.stem
    for copy in range(1, copies + 1):
        cv2.imwrite(f"{stem}_{copy}.jpg", transform()(image=image)["image"], JPEG_OPTIONS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()

    sources = sorted(p for p in options.data.glob("*/*") if p.suffix.lower() in SUFFIXES)
    for label in {source.parent.name for source in sources}:
        (options.out / label).mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)  # The processes are the parallelism; OpenCV's threads would fight them.
    job = partial(augment, out=options.out, copies=options.copies)
    # Forked workers inherit the imported libraries instead of importing them again.
    with multiprocessing.get_context("fork").Pool(options.workers) as pool:
        for _ in pool.imap_unordered(job, sources, chunksize=8):
            pass


if __name__ == "__main__":
    main()
