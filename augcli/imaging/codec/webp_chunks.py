"""Read a WebP file by its chunks (RFC 9649): whether it is lossless, and metadata."""

from __future__ import annotations

_HEADER = 12  # bytes: RIFF, size, WEBP
_FRAME = 24  # bytes of a frame's chunk before the chunks that are in it
_PICTURE = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_METADATA_FLAGS = 0x08 | 0x04  # in the first byte of VP8X: EXIF and XMP


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


def without_metadata(webp: bytes) -> bytes | None:
    """Return a WebP file with its picture and colour profile alone; None if it is animated."""
    parts = [b"WEBP"]
    position, end = _HEADER, 8 + int.from_bytes(webp[4:8], "little")
    while position + 8 <= min(end, len(webp)):
        kind, size = webp[position : position + 4], webp[position + 4 : position + 8]
        following = position + 8 + int.from_bytes(size, "little")
        data = webp[position + 8 : following]
        if kind == b"ANMF":
            return None
        if kind == b"VP8X":
            data = bytes((data[0] & ~_METADATA_FLAGS,)) + data[1:]
        if kind in _PICTURE:
            parts.append(kind + size + data + bytes(len(data) % 2))
        position = following + following % 2
    body = b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
