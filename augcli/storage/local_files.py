"""Write files on this machine whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from augcli.errors import EnvironmentFailure
from augcli.storage.temp_names import temp_name

# A link planted in place of a file must not redirect the write. Windows has no such flag.
TO_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_local(
    path: Path | str, data: bytes, *, durable: bool = False, folder: int | None = None
) -> None:
    """Write a file in one step. The arguments, and what is raised, are those of ``write_whole``."""
    put(path, lambda temp: _write(temp, data, durable=durable, folder=folder), folder)
    if durable and os.name == "posix":
        try:
            _flush_folder(os.path.dirname(path) or ".")  # noqa: PTH120, Path costs as much as the call itself
        except OSError as error:
            raise cannot("flush", path, error) from error


def put(path: Path | str, make: Callable[[str], object], folder: int | None = None) -> None:
    """Put what ``make`` makes at a temporary name to ``path``, whole. Raises EnvironmentFailure."""
    # In the folder of the target, since a rename can't cross file systems. The name does not
    # hold the target's, which may have 255 bytes and leave no room for a suffix.
    temp, target = temp_name(), os.fspath(path)
    if folder is None:
        temp = os.path.join(os.path.dirname(path), temp)  # noqa: PTH118, PTH120, Path costs as much as the call itself
    else:
        target = os.path.basename(path)  # noqa: PTH119, Path costs as much as the call itself
    try:
        make(temp)
        os.replace(temp, target, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException as error:  # a signal too
        with suppress(OSError):  # the disk may be read-only now
            os.unlink(temp, dir_fd=folder)
        if isinstance(error, OSError):
            raise cannot("write", path, error) from error
        raise


def _write(path: str, data: bytes, *, durable: bool, folder: int | None) -> None:
    # os.open and os.write cost a third of open() and Path for a small file.
    descriptor = os.open(path, TO_WRITE | os.O_TRUNC, 0o666, dir_fd=folder)
    try:
        write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes to an open file. Raises OSError."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def cannot(verb: str, path: Path | str, error: OSError) -> EnvironmentFailure:
    """Return the error for a file operation that the system refused."""
    why = error.strerror or str(error)
    return EnvironmentFailure(
        f"cannot {verb} {path}: {why}",
        hint="what is done stays; fix that, then run the same command again to continue",
    )


def _flush_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
