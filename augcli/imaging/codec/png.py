"""Decode plain, sound PNGs by OpenCV, and encode PNG by libdeflate.

OpenCV decodes small pictures in half the time of Pillow. libdeflate needs about half the time of
OpenCV's zlib for files as small: see benchmarks/png.py.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

import deflate

from augcli.imaging.codec.icc import declared_size
from augcli.imaging.codec.png_chunks import Chunk, announced, chunks
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.lazy import Array, cv2, np
from augcli.storage.limits import LONGEST_SIDE

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BEGINNING = _SIGNATURE + b"\0\0\0\rIHDR"
_FIRST = 33  # bytes of signature and header
_COLOUR_TYPE = {"L": 0, "RGB": 2, "RGBX": 2, "LA": 4, "RGBA": 6}
# Every row is stored as its difference from the one above. Choosing the best filter for each row
# takes as long as the compression, and makes photos 1 % larger.
_UP = 2
_LEVEL = 4  # of 12; 5 takes a fifth longer for 1.5 %
_LEVEL_OF_SMALL = 1  # up to twice as fast, and hardly larger where there is little to find
_SMALL = 1 << 14  # bytes of pixels
# By the colour type of the file.
_FROM_OPENCV: dict[int, tuple[Mode, int | None]] = {
    0: ("L", None),
    2: ("RGBX", cv2.COLOR_BGR2RGBA),
    6: ("RGBA", cv2.COLOR_BGRA2RGBA),
}
# Chunks that change no level and no orientation.
_HARMLESS = frozenset(b"IHDR IDAT IEND gAMA cHRM sRGB iCCP sBIT bKGD pHYs tIME".split())
_HIDDEN = b"Raw profile"  # a comment that begins so may hold EXIF
_LARGEST_PROFILE = 1 << 24
_AT_ONCE = 1 << 26  # bytes of pixels that are inflated just to see whether they are all there


def decode(png: bytes, most_pixels: int) -> Image | None:
    """Return a decoded PNG of 8-bit gray, RGB or RGBA, or None if Pillow has to decode it.

    None too if it is too large, a checksum is wrong or the data ends early: OpenCV would show what
    there is, and Pillow reports the problem.
    """
    if len(png) < _FIRST or not png.startswith(_BEGINNING):
        return None
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    if depth != 8 or colour not in _FROM_OPENCV or not 0 < width * height <= most_pixels:
        return None
    if max(width, height) > LONGEST_SIDE or announced(png) > _AT_ONCE:
        return None
    found = list(chunks(png))
    pixels: Array | None = None
    with suppress(cv2.error, zlib.error, deflate.DeflateError):
        if _are_plain(found) and _are_whole(found, announced(png)):
            profile = _profile(found)
            pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        return None
    mode, order = _FROM_OPENCV[colour]
    pixels = pixels if order is None else cv2.cvtColor(pixels, order)
    return Image(pixels.reshape(height, width, -1), mode, profile)


def _are_plain(found: list[Chunk]) -> bool:
    return all(
        name in _HARMLESS or (name == b"tEXt" and not data.startswith(_HIDDEN))
        for name, data, _ in found
    )


def _are_whole(found: list[Chunk], size: int) -> bool:
    sums = (deflate.crc32(data, deflate.crc32(name)) for name, data, _ in found)
    if any(made.to_bytes(4, "big") != kept for made, (_, _, kept) in zip(sums, found, strict=True)):
        return False
    pieces = (data for name, data, _ in found if name == b"IDAT")
    return len(deflate.zlib_decompress(b"".join(pieces), size)) == size


def _profile(found: list[Chunk]) -> bytes | None:
    for name, data, _ in found:
        if name == b"iCCP":
            compressed = data.partition(b"\0")[2][1:]
            inflater = zlib.decompressobj()
            profile = inflater.decompress(compressed, _LARGEST_PROFILE)
            if not inflater.eof:
                raise zlib.error("the profile ends early, or never")
            return profile or None
    return None


def encode(image: Image) -> bytes:
    """Return the PNG of a picture, with its colour profile."""
    return encode_all([image])[0]


def encode_all(images: Sequence[Image]) -> list[bytes]:
    """Return the PNGs of pictures of one size, depth, mode and colour profile.

    What NumPy does, it does for all at once: for tiny pictures its calls take longer than the work.
    """
    first = images[0]
    beginning = _beginning(first.frame, first.depth, first.mode)
    if first.icc:
        # Without padding, of which libpng warns.
        profile = deflate.zlib_compress(first.icc[: declared_size(first.icc)], _LEVEL)
        beginning += _chunk(b"iCCP", b"ICC profile\0\0" + profile)
    pixels = np.stack([image.pixels for image in images])
    if first.mode == "RGBX":
        rows = cv2.cvtColor(pixels.reshape(-1, *pixels.shape[2:]), cv2.COLOR_RGBA2RGB)
        pixels = rows.reshape(*pixels.shape[:3], 3)
    level = _LEVEL_OF_SMALL if pixels[0].nbytes <= _SMALL else _LEVEL
    chunks_of_data = (
        _chunk(b"IDAT", deflate.zlib_compress(rows, level)) for rows in _filtered(pixels)
    )
    return [beginning + chunk + _END for chunk in chunks_of_data]


@lru_cache
def _beginning(frame: Frame, depth: int, mode: Mode) -> bytes:
    header = struct.pack(">IIBBBBB", *frame, depth, _COLOUR_TYPE[mode], 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header)


def _filtered(pixels: Array) -> Array:
    """Return the rows of pictures as big-endian bytes, each after the number of its filter.

    ``pixels`` has shape (pictures, height, width, channels); the result has one axis less.
    """
    if pixels.itemsize > 1:
        pixels = pixels.astype(">u2")
    rows = pixels.view(np.uint8).reshape(*pixels.shape[:2], -1)
    filtered = np.empty((*rows.shape[:2], rows.shape[2] + 1), np.uint8)
    filtered[..., 0] = _UP
    filtered[:, 0, 1:] = rows[:, 0]
    np.subtract(rows[:, 1:], rows[:, :-1], out=filtered[:, 1:, 1:])
    return filtered


def _chunk(name: bytes, data: bytes | bytearray) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", deflate.crc32(body))


_END = _chunk(b"IEND", b"")
