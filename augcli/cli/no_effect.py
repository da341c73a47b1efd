"""Note flags of files that the format of the files has no use for."""

from __future__ import annotations

from augcli.cli.console import note

_WITHOUT_QUALITY = ("png", "bmp", "tiff")


def note_no_effect(file_format: str, *, quality: bool, subsampling: bool) -> None:
    """Note that ``--quality`` or ``--subsampling`` was typed and does nothing.

    ``file_format`` is that of all files; ``same``, each in the format of its source, is no reason.
    """
    if quality and file_format in _WITHOUT_QUALITY:
        note(f"--quality does nothing with --format {file_format}, which loses nothing")
    if subsampling and file_format not in ("same", "jpg"):
        note(f"--subsampling does nothing with --format {file_format}: only JPEG has it")
