"""Judge files by their names, and by their first bytes where the name tells nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from augcli.imaging.codec import unread
from augcli.imaging.codec.figure_mark import has_mark
from augcli.imaging.codec.formats import INPUT_ENDINGS, content_ending, is_read
from augcli.storage.read import read_head

HEAD = 512
"""How many first bytes of a file tell its format."""

NOT_AN_IMAGE = "not an image"
BACKUP = "a backup of the image beside it"
FIGURE = "a figure of augcli"

# What stands beside images, and is not opened to find that out.
_NO_PICTURES = (
    "7z aac bat bib bz2 c caption cfg ckpt conf cpp css csv db doc docx flac h htm html info "
    "ini ipynb java js json jsonl lnk log m md md5 mp3 names ndjson ods odt ogg onnx pb pickle pkl "
    "ppt pptx properties pt pth py rar rst rtf sh sha256 sqlite srt tar tex tgz toml tsv txt url "
    "vtt wav xls xlsx xml xz yaml yml zip"
)
_NO_PICTURE_ENDINGS = frozenset(_NO_PICTURES.split())
_BESIDE = re.compile(rf"(.+\.(?:{'|'.join(sorted(INPUT_ENDINGS))}))[^0-9a-z].*", re.DOTALL)
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PREVIEW = "_preview"  # as the names of figures end, if the user gives no other
_LARGEST_FIGURE = 1 << 26  # bytes


class FileKind(NamedTuple):
    """What a file is. It is an image that is read if ``unread`` and ``passed`` are empty.

    ``content`` is the usual ending of an image whose own ending tells nothing; ``unread`` names the
    format of one that is not read; ``passed`` is the reason to pass over any other file.
    """

    content: str = ""
    unread: str = ""
    passed: str = ""


_IMAGE, _NO_IMAGE = FileKind(), FileKind(passed=NOT_AN_IMAGE)


def judge(name: str, path: str, beside: Collection[str] = ()) -> FileKind:
    """Return what a file is; ``beside`` has the names in its folder, in lower case.

    Only a file whose ending tells nothing, or a format that some machines can't read, is opened:
    phones and programs give files the wrong ending.
    """
    before, dot, ending = name.lower().rpartition(".")
    if dot and ending in INPUT_ENDINGS:
        is_figure = before.endswith(_PREVIEW) and _is_figure(path, read_head(path, HEAD))
        return FileKind(passed=FIGURE) if is_figure else _IMAGE
    if dot and ending in _NO_PICTURE_ENDINGS:
        return _NO_IMAGE
    head = read_head(path, HEAD)
    if _is_figure(path, head):
        return FileKind(passed=FIGURE)
    return _by_content(name, head, beside)


def _by_content(name: str, head: bytes, beside: Collection[str]) -> FileKind:
    named = unread.by_ending(name)
    content = content_ending(head)
    if named and is_read(named.name) and content in ("", named.name.lower()):
        return _IMAGE
    if content:
        is_backup = _original_of(name) in beside
        return FileKind(passed=BACKUP) if is_backup else FileKind(content)
    if found := named or unread.by_content(head):
        return FileKind(unread=found.name)
    if head.startswith(_TIFF_STARTS):
        return FileKind(unread=unread.TIFF_LIKE.name)
    return _NO_IMAGE


def check_ending(name: str, head: bytes) -> None:
    """Raise SourceProblem if the ending names a format that isn't read, and the content no other.

    ``head`` has the first 512 bytes. A raw camera file looks like a TIFF with a thumbnail.
    """
    found = unread.by_ending(name)
    newer = found in (unread.HEIC, unread.AVIF)  # decoding tells what is wrong with these
    if found and not newer and not content_ending(head):
        raise unread.not_read(found)


def _original_of(name: str) -> str:
    """Return the image that a file is named after: a.jpg for ``a.jpg~`` and ``a.jpg_original``."""
    found = _BESIDE.fullmatch(name.lower())
    return found[1] if found else ""


def _is_figure(path: str, head: bytes) -> bool:
    """Return True if a file of these first bytes is a figure that augcli drew."""
    if not head.startswith((b"RIFF", b"%PDF")):
        return has_mark(head)
    return has_mark(read_head(path, _LARGEST_FIGURE))  # their mark stands at the end
