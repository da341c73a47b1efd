"""Open a file by Pillow, in the formats of the allow-list alone, or say what it is instead."""

from __future__ import annotations

import io
from typing import NoReturn

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from augcli.errors import SourceProblem
from augcli.imaging.codec import isobmff, unread
from augcli.imaging.codec.formats import INPUT_FORMATS, is_read
from augcli.imaging.codec.tiff_colours import colours_not_read
from augcli.storage.limits import LONGEST_SIDE, Limits

UNKEPT = "samples of {}: make it 8- or 16-bit gray or RGB first"
_HEAD = 512  # bytes that tell a format
_DNG_VERSION = 50706  # the tag of a DNG, whose first page is a thumbnail


def open_picture(data: bytes, most_pixels: int) -> PillowImage.Image:
    """Open the first picture of a file, without decoding it.

    Raises:
        SourceProblem: it is of another format, is damaged, or has more than ``most_pixels``.
    """
    kind = isobmff.kind_of(data[:_HEAD])
    file = _open_newer(data, unread.by_name(kind), most_pixels) if kind else _open(data)
    if file.format == "TIFF" and _DNG_VERSION in file.tag_v2:  # type: ignore[attr-defined]  # Pillow's TIFF files have it
        raise unread.not_read(unread.by_name("camera raw"))
    _check_size(file.size, most_pixels)
    return file


def _open(data: bytes) -> PillowImage.Image:
    try:
        return PillowImage.open(io.BytesIO(data), formats=INPUT_FORMATS)
    except UnidentifiedImageError:
        _raise_what_it_is(data)


def _raise_what_it_is(data: bytes) -> NoReturn:
    if found := unread.by_content(data[:_HEAD]):
        raise unread.not_read(found) from None
    if colours := colours_not_read(data):
        raise SourceProblem("refused", "mode", UNKEPT.format(colours)) from None
    text = "is not an image of a format that is read"
    raise SourceProblem("bad", "unknown", text) from None


def _open_newer(data: bytes, found: unread.UnreadFormat, most_pixels: int) -> PillowImage.Image:
    """Open AVIF or HEIC, whose decoders say little of what is wrong."""
    if not is_read(found.name):
        raise unread.not_read(found)
    if size := isobmff.largest_size(data):  # a frame may be cropped to much less
        _check_size(size, max(most_pixels, Limits.pixels))
    if isobmff.is_cut(data):
        raise SourceProblem("bad", "truncated", "is damaged: its data ends early")
    if found is unread.HEIC:
        isobmff.register_heic()
    else:
        isobmff.limit_avif()
    try:
        name = "AVIF" if found is unread.AVIF else "HEIF"
        return PillowImage.open(io.BytesIO(data), formats=(name,))
    except UnidentifiedImageError:
        text = f"is {found.name} that cannot be decoded"
        raise SourceProblem("bad", "undecodable", text) from None


def _check_size(size: tuple[int, int], most_pixels: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise SourceProblem("bad", "no-pixels", f"is {width}x{height} pixels")
    if max(width, height) > LONGEST_SIDE:
        text = f"{width}x{height} has a side of more than {LONGEST_SIDE:,} pixels: cut it first"
        raise SourceProblem("refused", "too-large", text)
    if width * height > most_pixels:
        text = f"{width}x{height} is more than {most_pixels:,} pixels"
        raise SourceProblem("refused", "too-large", text)
