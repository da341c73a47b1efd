"""Make images byte by byte, to damage them or to do harm with them."""

from __future__ import annotations

import io
import struct
import zlib

from cli.pictures import photo
from PIL import Image


def jpeg(**options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(photo(3, 200, 150)).save(stream, "JPEG", quality=90, **options)
    return stream.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, kind: tuple[int, int, int], rows: bytes) -> bytes:
    depth, colour, interlaced = kind
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = chunk(b"PLTE", bytes(range(256)) * 3) if colour == 3 else b""
    data = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette + data + chunk(b"IEND", b"")
