"""Files that are whole or absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from augcli.errors import EnvironmentFailure

TEMP_PREFIX = ".augcli-tmp-"


def write_whole(path: Path | str, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; a killed run leaves no half file.

    Raises:
        EnvironmentFailure: the disk is full, the folder can't be written, …
    """
    _put(path, lambda temp: _write(temp, data))


def copy_file(source: Path, path: Path) -> None:
    """Put the bytes of ``source`` at ``path`` in one step. Raises EnvironmentFailure."""
    _put(path, lambda temp: shutil.copyfile(source, temp))


def link_to(source: Path, path: Path) -> None:
    """Put a symbolic link to ``source`` at ``path``, or a copy where links aren't to be had.

    Not a hard link: whoever edits the output would change the input. The link is relative where
    it can be, so that input and output can move together. Raises EnvironmentFailure.
    """
    folder = path.parent.resolve()
    try:
        target = os.path.relpath(source.resolve(), folder)
    except ValueError:  # another drive, on Windows
        target = str(source.resolve())

    def put(temp: str) -> None:
        try:
            os.symlink(target, temp)  # noqa: PTH211
        except (NotImplementedError, PermissionError):
            shutil.copyfile(source, temp)

    _put(path, put)


def make_folders(path: Path) -> None:
    """Make a folder and those above it, where they are missing. Raises EnvironmentFailure."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot("make the folder", path, error) from error


def sweep(root: Path) -> None:
    """Remove what killed runs left unfinished below ``root``."""
    for temp in root.rglob(f"{TEMP_PREFIX}*"):
        temp.unlink(missing_ok=True)


def _put(path: Path | str, make: Callable[[str], object]) -> None:
    # Beside the target, as a rename can't cross file systems. The name is short whatever the
    # target's: one of 255 bytes leaves no room for a suffix.
    temp = os.path.join(os.path.dirname(path), f"{TEMP_PREFIX}{os.getpid()}")  # noqa: PTH118, PTH120
    try:
        make(temp)
        os.replace(temp, path)  # noqa: PTH105
    except OSError as error:
        Path(temp).unlink(missing_ok=True)
        raise cannot("write", path, error) from error


def _write(path: str, data: bytes) -> None:
    # os.open and os.write cost a third of open() and Path for a small file.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def cannot(verb: str, path: Path | str, error: OSError) -> EnvironmentFailure:
    """Say that the machine would not let us, and that nothing done so far is lost."""
    why = error.strerror or str(error)
    return EnvironmentFailure(
        f"cannot {verb} {path}: {why}",
        hint="what is done stays; mend that and run the same command again to go on",
    )
