"""PNG, written here: libdeflate compresses it to the size of OpenCV's in a third of the time."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import deflate
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPE = {"L": 0, "RGB": 2, "LA": 4, "RGBA": 6}
# Every row as its difference from the one above. The best filter for each row takes as long as the
# compression that follows, and makes photos 1 % larger; for flat colours it makes no difference.
_UP = 2
_LEVEL = 4  # of 12; 5 takes a fifth longer for 1.5 %


def encode(image: Image) -> bytes:
    """Encode a picture of 8 or 16 bits and any mode but RGBX, with its colour profile."""
    header = struct.pack(">IIBBBBB", *image.frame, image.depth, _COLOUR_TYPE[image.mode], 0, 0, 0)
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if image.icc:
        profile = deflate.zlib_compress(image.icc, _LEVEL)
        parts.append(_chunk(b"iCCP", b"ICC profile\0\0" + profile))
    parts.append(_chunk(b"IDAT", deflate.zlib_compress(_filtered(image.pixels), _LEVEL)))
    return b"".join([*parts, _chunk(b"IEND", b"")])


def _filtered(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Give the rows of bytes, the higher of a level first, each after the number of its filter."""
    if pixels.itemsize > 1:
        pixels = pixels.astype(">u2")
    rows = np.ascontiguousarray(pixels).view(np.uint8).reshape(len(pixels), -1)
    filtered = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered


def _chunk(name: bytes, data: bytes | bytearray) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", deflate.crc32(body))
