"""Read a PNG by its chunks: missing data, metadata, animation.

Pillow leaves rows black that a sound but short data stream doesn't reach.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

Chunk = tuple[bytes, bytes, bytes]
"""The name, data and checksum of a chunk."""

_SIGNATURE = 8  # bytes before the first chunk
_PALETTE = 3  # the colour type
_BARE = frozenset((b"IHDR", b"IDAT", b"IEND", b"iCCP"))
_ANIMATION = frozenset((b"acTL", b"fcTL", b"fdAT"))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Where each of the seven passes of Adam7 starts, and its steps: x, y, dx, dy.
_ADAM7 = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
_CHUNK = 1 << 20  # bytes inflated at a time, so that memory doesn't grow with the picture


def is_complete(png: bytes) -> bool:
    """Return True if the image data inflates to all rows that the header announces."""
    inflater = zlib.decompressobj()
    missing = announced(png)
    for name, data, _ in chunks(png):
        rest = data if name == b"IDAT" else b""
        while rest and missing > 0:
            missing -= len(inflater.decompress(rest, _CHUNK))
            rest = inflater.unconsumed_tail
    return missing <= 0


def announced(png: bytes) -> int:
    """Return the number of bytes that the image data inflates to, by the header."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    depth, colour, interlaced = png[24], png[25], png[28]
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    total = 0
    for x, y, dx, dy in passes:
        columns, rows = max(0, -(-(width - x) // dx)), max(0, -(-(height - y) // dy))
        if columns:
            total += rows * (1 + (columns * _CHANNELS[colour] * depth + 7) // 8)
    return total


def without_animation(png: bytes) -> bytes:
    """Return a PNG with its default image alone, which need not be part of the animation.

    Pillow shows that image first. OpenCV leaves it out if it is hidden from the animation.
    """
    if b"acTL" not in png:  # a quick look, true of nearly all
        return png
    kept = (one for one in chunks(png) if one[0] not in _ANIMATION)
    whole = (len(data).to_bytes(4, "big") + name + data + crc for name, data, crc in kept)
    return png[:_SIGNATURE] + b"".join(whole)


def without_metadata(png: bytes) -> bytes | None:
    """Return a PNG as it is if it holds no more than a picture and its colour profile, else None.

    One with less than 8 bits, a palette or transparent levels is None too, for its copies have
    other channels. Nothing is lost by making a PNG anew.
    """
    names, end = [], _SIGNATURE
    for name, data, _ in chunks(png):
        names.append(name)
        end += len(data) + 12
    is_bare = _BARE.issuperset(names) and names[-1] == b"IEND" and end == len(png)
    return png if is_bare and png[24] >= 8 and png[25] != _PALETTE else None


def chunks(png: bytes) -> Iterator[Chunk]:
    """Yield each chunk; the last one may be cut."""
    position = _SIGNATURE
    while position + 8 <= len(png):
        begin = position + 8
        end = begin + int.from_bytes(png[position : position + 4], "big")
        yield png[position + 4 : begin], png[begin:end], png[end : end + 4]
        position = end + 4
