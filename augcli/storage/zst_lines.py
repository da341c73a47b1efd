"""Compress lines by Zstandard, and read them again one by one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

_LONGEST = 1 << 26  # bytes: a small file may hold a line that no memory has room for
_DAMAGED = b"\0\n"


def compressed(data: bytes) -> bytes:
    """Return data as one frame, of the same bytes for one version of Zstandard."""
    import zstandard  # not for --help

    return zstandard.ZstdCompressor(level=3, write_checksum=True, threads=0).compress(data)


def compressed_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of compressed data; one that is no text takes the place of what is damaged.

    A line longer than 64 MB comes in pieces.
    """
    import zstandard  # not for --help

    reader = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    with io.BufferedReader(reader, 1 << 16) as text:
        try:
            while line := text.readline(_LONGEST):
                yield line
        except zstandard.ZstdError:
            yield _DAMAGED
