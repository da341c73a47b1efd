"""The floor: decode each source once, encode and write it once per copy, transform nothing.

usage: floor.py DATA OUT [--copies N] [--workers N]

JPEG sources only. libjpeg-turbo's accurate DCT, as the other commands use.
"""

from __future__ import annotations

import argparse
import multiprocessing
from functools import partial
from pathlib import Path

import simplejpeg

SUFFIXES = {".jpg", ".jpeg"}


def reencode(source: Path, out: Path, copies: int) -> None:
    """Decode ``source`` once, then encode and write it ``copies`` times under ``out``."""
    pixels = simplejpeg.decode_jpeg(source.read_bytes())
    folder = out / source.parent.name
    for copy in range(1, copies + 1):
        # Encoded anew for each copy, as every real output has to be.
        data = simplejpeg.encode_jpeg(pixels, quality=90, colorsubsampling="420")
        (folder / f"{source.stem}_{copy}.jpg").write_bytes(data)


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
    job = partial(reencode, out=options.out, copies=options.copies)
    with multiprocessing.get_context("fork").Pool(options.workers) as pool:
        for _ in pool.imap_unordered(job, sources, chunksize=8):
            pass


if __name__ == "__main__":
    main()
