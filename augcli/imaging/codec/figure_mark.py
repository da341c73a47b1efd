"""Mark the figures that augcli draws, so that none becomes an image to train on."""

from __future__ import annotations

import struct
import zlib

MARK = "augcli preview: a figure, not an image to train on"
"""The text that each figure holds, whatever its name: a comment or a field of its metadata."""

_BYTES = MARK.encode()

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- %s --></x:xmpmeta>" % _BYTES
"""The mark as the metadata of a WebP file."""

_BEGINNING = 512  # bytes: the mark of PNG, JPEG and SVG stands there
_END = 4096  # bytes: that of WebP does there
_PNG_HEADER = 33  # bytes of signature and IHDR


def has_mark(data: bytes) -> bool:
    """Return True if a file is a figure. The first 512 bytes of a PNG, JPEG or SVG are enough."""
    if data.startswith(b"RIFF"):
        return _BYTES in data[-_END:]
    return _BYTES in (data if data.startswith(b"%PDF") else data[:_BEGINNING])


def mark_png(png: bytes) -> bytes:
    """Return a PNG with the mark as its comment."""
    body = b"tEXtSoftware\0" + _BYTES
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_PNG_HEADER] + chunk + png[_PNG_HEADER:]


def mark_svg(svg: bytes) -> bytes:
    """Return an SVG with the mark as an instruction after its first line, the XML declaration.

    Comments hold the texts of a figure.
    """
    first, line_end, rest = svg.partition(b"\n")
    return b"%s%s<?comment %s?>\n%s" % (first, line_end, _BYTES, rest)
