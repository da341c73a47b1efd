"""Note flags of files that the format of the files has no use for."""

from __future__ import annotations

from collections.abc import Collection

from augcli.cli.console import note

_WITHOUT_QUALITY = ("png", "bmp", "tiff")
_WITH_QUALITY = {"jpg", "jpeg", "jpe", "jfif", "webp"}
_WITH_SUBSAMPLING = _WITH_QUALITY - {"webp"}


def note_no_effect(file_format: str, *, quality: bool, subsampling: bool) -> None:
    """Note that ``--quality`` or ``--subsampling`` was typed and does nothing.

    ``file_format`` is that of all files; ``same``, each in the format of its source, is no reason.
    """
    if quality and file_format in _WITHOUT_QUALITY:
        note(f"--quality does nothing with --format {file_format}, which loses nothing")
    if subsampling and file_format not in ("same", "jpg"):
        note(f"--subsampling does nothing with --format {file_format}: only JPEG has it")


def note_no_effect_on(endings: Collection[str], *, quality: bool, subsampling: bool) -> None:
    """Note the same of files that have the formats of their sources, by their endings."""
    if not endings:
        return
    if quality and not _WITH_QUALITY.intersection(endings):
        note("--quality does nothing: no copy is a JPEG or WebP file; --format jpg makes them JPEG")
    if subsampling and not _WITH_SUBSAMPLING.intersection(endings):
        note("--subsampling does nothing: no copy is a JPEG file; --format jpg makes them JPEG")
