"""Read the header of AVIF and HEIC files: which they are, size and depth (ISO/IEC 14496-12)."""

from __future__ import annotations

import struct
from importlib.util import find_spec

_SEARCHED = 1 << 16  # bytes: properties stand in the header
_HIGH, _TWELVE = 0x40, 0x20  # flags of av1C


def kind_of(head: bytes) -> str:
    """Return which of the two a file is by its brands: ``AVIF``, ``HEIC``, or nothing."""
    if head[4:8] != b"ftyp":
        return ""
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head), 256), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    codes = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
    return "HEIC" if brands & codes or head[8:12] in (b"mif1", b"msf1") else ""


def reads_heic() -> bool:
    """Return True if pi-heif is installed, which the extra ``augcli[heif]`` brings."""
    return find_spec("pi_heif") is not None


def reads_avif() -> bool:
    """Return True if this Pillow can decode AVIF. Some of its builds can't."""
    return find_spec("PIL._avif") is not None


def register_heic() -> None:
    """Let Pillow open HEIC by pi-heif, in one thread: the workers are the parallelism."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def limit_avif() -> None:
    """Let Pillow decode AVIF in one thread: the workers are the parallelism."""
    from PIL import AvifImagePlugin

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def largest_size(data: bytes) -> tuple[int, int] | None:
    """Return the largest size in pixels that the header has for any image, None if it has none.

    Decoders refuse large pictures without saying so.
    """
    sizes: list[tuple[int, int]] = []
    at = -1
    while (at := data.find(b"ispe", at + 1, _SEARCHED)) >= 0 and at + 16 <= len(data):
        sizes.append(struct.unpack_from(">II", data, at + 8))
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def avif_depth(data: bytes) -> int:
    """Return the bits per channel of an AVIF: 8, 10 or 12."""
    at = data.find(b"av1C", 0, _SEARCHED)
    flags = data[at + 6] if 0 <= at < len(data) - 6 else 0
    return 8 if not flags & _HIGH else 12 if flags & _TWELVE else 10


def is_cut(data: bytes) -> bool:
    """Return True if the last box of a file reaches beyond its end."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:  # a 64-bit size follows
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # up to the end
            return False
        at += max(size, 8)
    return at > len(data)
