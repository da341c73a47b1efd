"""Find out by its chunks (RFC 9649) if a WebP file is lossless."""

from __future__ import annotations

_HEADER = 12  # bytes: RIFF, size, WEBP
_FRAME = 24  # bytes of a frame's chunk before the chunks that are in it


def is_lossless(webp: bytes) -> bool:
    """Return True if the first picture of a WebP file is stored without loss."""
    position = _HEADER
    while position + 8 <= len(webp):
        kind = webp[position : position + 4]
        if kind in (b"VP8L", b"VP8 "):
            return kind == b"VP8L"
        size = int.from_bytes(webp[position + 4 : position + 8], "little")
        position += _FRAME if kind == b"ANMF" else 8 + size + size % 2
    return False
