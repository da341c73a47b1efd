"""Decode and encode JPEG by simplejpeg, 1.5 times as fast as by Pillow."""

from __future__ import annotations

import io
from typing import Literal

from PIL import Image as PillowImage

from augcli.engines.process_limits import check_room_for_libraries
from augcli.errors import SourceProblem
from augcli.imaging.codec.jpeg_markers import has_every_scan, is_too_short, plain_components
from augcli.imaging.image import Mode, Subsampling
from augcli.imaging.lazy import Array, np

try:
    check_room_for_libraries()  # simplejpeg loads NumPy
    import simplejpeg
except ImportError:  # no wheel for this platform: Pillow makes the same pictures, more slowly
    simplejpeg = None

_COLORSPACE = {"L": "GRAY", "RGB": "RGB", "RGBX": "RGBA", "CMYK": "CMYK"}
# CMYK is decoded here only to find missing data; Pillow converts it to colours.
_DECODED_AS: dict[str, Mode | Literal["CMYK"]] = {"L": "L", "RGB": "RGBX", "CMYK": "CMYK"}
_BY_PILLOW = ("4:4:4", "4:2:2", "4:2:0")  # the other two would silently become 4:2:0
_MARKER_ROOM = 65_533  # bytes in a JPEG segment beside its marker and length
_ICC_TAG = b"ICC_PROFILE\0"


def decode(data: bytes, mode: str, smallest: int = 0) -> tuple[Array, Mode] | None:
    """Return the pixels and mode of a JPEG, or None if Pillow has to decode it.

    ``mode`` is Pillow's. With ``smallest`` the picture may come at a fraction of its size, with
    sides of at least so many pixels.

    Raises:
        SourceProblem: a part of the picture is missing. libjpeg only warns, and fills it with gray.
    """
    if is_too_short(data):  # before it takes memory
        raise SourceProblem("bad", "truncated", "is damaged: it is too short for its size")
    if simplejpeg is None or mode not in _DECODED_AS:
        return None
    wanted = _DECODED_AS[mode]
    try:
        pixels = simplejpeg.decode_jpeg(
            data, _COLORSPACE[wanted], min_height=smallest, min_width=smallest
        )
    except ValueError as warning:
        if "premature end" in str(warning).lower() and not has_every_scan(data):
            raise SourceProblem("bad", "truncated", f"is damaged: {warning}") from warning
        return None  # a harmless warning, or an error that Pillow will report
    return None if wanted == "CMYK" else (pixels, wanted)


def decode_plain(data: bytes, most_pixels: int, smallest: int) -> tuple[Array, Mode] | None:
    """Return the pixels and mode of a sound JPEG in which nothing is to be set right, else None.

    That spares what :func:`augcli.imaging.codec.decode.decode` does beside: a fifth of the time of
    a small photo. ``smallest`` is as there.
    """
    if simplejpeg is None or data[:2] != b"\xff\xd8" or is_too_short(data):
        return None
    mode = {1: "L", 3: "RGB"}.get(plain_components(data, most_pixels))
    try:
        return decode(data, mode, smallest) if mode else None
    except SourceProblem:
        return None


def encode(pixels: Array, mode: Mode, quality: int, subsampling: Subsampling) -> bytes:
    """Return uint8 pixels of mode L, RGB or RGBX as a baseline JPEG.

    ``quality`` is 1 to 100.
    """
    if simplejpeg is not None:
        chroma = subsampling.replace(":", "")
        rows = np.ascontiguousarray(pixels)
        return bytes(simplejpeg.encode_jpeg(rows, quality, _COLORSPACE[mode], chroma))
    stream = io.BytesIO()
    shown = pixels[..., 0] if mode == "L" else pixels[..., :3]
    chroma = subsampling if subsampling in _BY_PILLOW else "4:4:4"
    PillowImage.fromarray(shown).save(stream, "JPEG", quality=quality, subsampling=chroma)
    return stream.getvalue()


def with_icc(jpeg: bytes, profile: bytes) -> bytes:
    """Return a JPEG with a colour profile, in APP2 segments after the first (ICC.1:2022, B.4)."""
    room = _MARKER_ROOM - len(_ICC_TAG) - 2
    parts = [profile[start : start + room] for start in range(0, len(profile), room)]
    segments = b"".join(
        b"\xff\xe2"
        + (len(_ICC_TAG) + len(part) + 4).to_bytes(2, "big")
        + _ICC_TAG
        + bytes((number, len(parts)))
        + part
        for number, part in enumerate(parts, start=1)
    )
    after_jfif = 4 + int.from_bytes(jpeg[4:6], "big")
    return jpeg[:after_jfif] + segments + jpeg[after_jfif:]
