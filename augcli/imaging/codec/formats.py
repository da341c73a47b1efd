"""File formats: what each can hold, and the file endings that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from augcli.imaging.codec.isobmff import kind_of, reads_avif, reads_heic
from augcli.imaging.codec.unread import AVIF, HEIC
from augcli.storage.limits import LONGEST_SIDE

INPUT_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "PPM")
"""Formats that Pillow may open. The list keeps a file's content from picking an obscure decoder.
JPEG includes MPO, the multi-picture files of phones; PPM all of PBM, PGM and PNM. AVIF and HEIC are
opened by themselves, as not every Pillow reads them."""

_ENDINGS = "jpg jpeg jpe jfif jif jfi mpo png apng webp bmp dib tif tiff gif pbm pgm ppm pnm"
INPUT_ENDINGS = frozenset(_ENDINGS.split())
"""The endings of formats that are read everywhere."""

ALL_ENDINGS = INPUT_ENDINGS.union(HEIC.endings.split(), AVIF.endings.split())
"""These, and those that are read where the libraries for them are installed."""

_STARTS = {
    "jpg": rb"\xff\xd8\xff",
    "png": rb"\x89PNG\r\n\x1a\n",
    "webp": rb"RIFF....WEBP",
    "gif": rb"GIF8[79]a",
    "bmp": rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0",
    "ppm": rb"P[1-6]\s+[#\d]",
}
_ANY_START = re.compile(
    b"|".join(b"(?P<%s>%s)" % (name.encode(), start) for name, start in _STARTS.items()), re.DOTALL
)
# Other endings of JPEG, which hardly any loader reads.
_JPEG_ENDINGS = frozenset({"jpe", "jfif", "jif", "jfi", "mpo"})

FIRST_OF_MPO = "only the first picture of an MPO kept"
"""A change of a JPEG that leaves its first picture as it is stored."""

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
    if that names the format wanted. One of JPEG that few loaders know becomes ``jpg``.
    """
    own = _BY_ENDING.get(source_ending.lower())
    if own and wanted in ("same", own.name):
        return source_ending
    if wanted != "same":
        return wanted
    return "jpg" if source_ending.lower() in _JPEG_ENDINGS else "png"


def content_ending(head: bytes) -> str:
    """Return the usual ending of the format that the first 512 bytes of a file tell.

    It is empty for formats that are not read. TIFF is not told by its bytes: raw camera files begin
    as it does, and reading one would give its thumbnail.
    """
    if found := _ANY_START.match(head):
        return str(found.lastgroup)
    kind = kind_of(head)
    return kind.lower() if kind and is_read(kind) else ""


def is_read(kind: str) -> bool:
    """Return True for AVIF or HEIC if the library for it is installed."""
    return (kind == "HEIC" and reads_heic()) or (kind == "AVIF" and reads_avif())


def format_of(ending: str) -> Format:
    """Return the format of an ending that :func:`output_ending` returned."""
    return _BY_ENDING[ending.lower()]
