"""File formats: what each can hold, and the file endings that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from augcli.storage.limits import LONGEST_SIDE

INPUT_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
"""Formats that Pillow may open. The list keeps a file's content from picking an obscure decoder.
JPEG includes MPO, the multi-picture files of phones."""

OTHER_FORMATS = {
    "AVIF or HEIF": (4, b"ftyp"),
    "SGI": (0, b"\x01\xda"),
    "ICNS": (0, b"icns"),
    "DDS": (0, b"DDS "),
    "PSD": (0, b"8BPS"),
    "EPS or PostScript": (0, b"%!PS"),
    "PDF": (0, b"%PDF"),
    "SVG or XML": (0, b"<?xml"),
    "SVG": (0, b"<svg"),
    "JPEG 2000": (4, b"jP  "),
    "ICO": (0, b"\x00\x00\x01\x00"),
}
"""Common formats that augcli doesn't read, with the place and value of their first bytes.

Such a file is refused as sound; any other unknown file is called damaged."""

INPUT_ENDINGS = frozenset({"jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff", "gif"})


WantedSubsampling = Literal["keep", "4:4:4", "4:2:2", "4:2:0"]
"""How JPEGs are to store colours; ``keep`` is the source's way."""
SUBSAMPLINGS: tuple[WantedSubsampling, ...] = get_args(WantedSubsampling)


@dataclass(frozen=True)
class Format:
    """A format that copies are written in, and what it can hold.

    ``depth`` is in bits per channel, ``longest_side`` in pixels.
    """

    name: str
    endings: tuple[str, ...]
    alpha: bool = True
    gray: bool = True
    depth: int = 8
    icc: bool = True
    longest_side: int = LONGEST_SIDE


FORMATS = {
    found.name: found
    for found in (
        Format("jpg", ("jpg", "jpeg"), alpha=False, longest_side=65_500),
        Format("png", ("png",), depth=16),
        Format("webp", ("webp",), gray=False, longest_side=16_383),
        Format("bmp", ("bmp",), alpha=False, icc=False),
        Format("tiff", ("tif", "tiff"), depth=16),
    )
}
_BY_ENDING = {ending: found for found in FORMATS.values() for ending in found.endings}


def output_ending(source_ending: str, wanted: str) -> str:
    """Return the file ending of the copies of a source.

    ``wanted`` is ``same`` or a format's name. A source keeps its own ending, in its own spelling,
    if that names the format wanted.
    """
    own = _BY_ENDING.get(source_ending.lower())
    if own and wanted in ("same", own.name):
        return source_ending
    return "png" if wanted == "same" else wanted


def format_of(ending: str) -> Format:
    """Return the format of an ending that :func:`output_ending` returned."""
    return _BY_ENDING[ending.lower()]
