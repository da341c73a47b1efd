"""Fuzz what reads images: only SourceProblem may come out of it.

``python fuzz/read_path.py -max_total_time=60 CORPUS_DIR``
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["augcli", "PIL"]):
    from augcli.imaging.codec.decode import decode

from augcli.errors import SourceProblem

MOST_PIXELS = 1_000_000


def read(data: bytes) -> None:
    """Decode what the fuzzer made up."""
    try:
        image = decode(data, MOST_PIXELS)
    except SourceProblem:
        return
    assert image.pixels.ndim == 3
    assert 0 < image.frame.width * image.frame.height <= MOST_PIXELS


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
