"""Write files whole or not at all; append, flush and remove them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from augcli.errors import EnvironmentFailure
from augcli.storage.local_files import TO_WRITE, cannot, put, write_all, write_local
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.writing import remove_object, write_object, write_object_streamed

CAN_FLUSH = os.name == "posix"
"""True if :func:`flush` works on this system. Otherwise flush each file by itself."""


def write_whole(
    path: Path | str, data: bytes, *, durable: bool = False, folder: int | None = None
) -> None:
    """Write ``data`` to ``path`` in one step, so that a killed run leaves no partial file.

    With ``durable``, wait until the disk has it, so that it survives a power cut. ``folder`` is the
    descriptor of the folder to write to, whatever is in the place of that folder by now.

    Raises:
        EnvironmentFailure: the disk is full, the folder can't be written, …
    """
    if folder is None and is_url(path):
        write_object(str(path), data)
        return
    write_local(path, data, durable=durable, folder=folder)


def write_if_changed(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` durably, unless the file has this content already."""
    if not has_content(path, data):
        write_whole(path, data, durable=True)


def has_content(path: Path, data: bytes) -> bool:
    """Return True if a file is there and has this content. Raises OSError, EnvironmentFailure."""
    if is_url(path):
        with suppress(FileNotFoundError):
            return path.read_bytes() == data
        return False
    return path.is_file() and path.read_bytes() == data


def append_file(path: Path, data: bytes) -> int:
    """Add to the end of a file, and wait until the disk has it; return where the data begin.

    Raises:
        EnvironmentFailure: the disk is full, the file can't be written, …
    """
    try:
        descriptor = os.open(path, TO_WRITE | os.O_APPEND, 0o666)
        try:
            begin = os.fstat(descriptor).st_size
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise cannot("write", path, error) from error
    return begin


def flush(folder: Path) -> None:
    """Wait until the disk has everything written to the file system of ``folder``.

    One call covers many files: one fsync each takes longer than making them. Servers have what was
    written to them.
    """
    if is_url(folder):
        return
    libc: Any = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):  # macOS
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor):
            raise cannot("flush", folder, OSError(ctypes.get_errno(), "the disk failed"))
    finally:
        os.close(descriptor)


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write ``parts`` to ``path`` one after the other, durably and in one step.

    Raises:
        EnvironmentFailure: the disk is full, the folder can't be written, …
    """
    write_streamed(path, lambda stream: stream.writelines(parts))


def write_streamed(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Have ``write`` write to ``path`` bit by bit, durably and in one step.

    The file gets its name once ``write`` has returned. Raises EnvironmentFailure.
    """
    if is_url(path):
        write_object_streamed(str(path), write)
        return

    def to_temp(temp: str) -> None:
        with open(temp, "wb") as stream:  # noqa: PTH123, Path costs as much as the call itself
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())

    put(path, to_temp)


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders below ``root`` that are empty then.

    Raises:
        EnvironmentFailure: it can't be removed.
    """
    if is_url(path):
        remove_object(str(path))
        return
    try:
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == root or any(folder.iterdir()):
                return
            folder.rmdir()
    except FileNotFoundError:  # its folder is gone too
        return
    except OSError as error:
        raise cannot("remove", path, error) from error


def make_folders(path: Path, *, inside: Path | None = None) -> None:
    """Make a folder, and missing folders above it.

    Raises:
        EnvironmentFailure: it can't be made, or a link takes it out of ``inside``.
    """
    if is_url(path):
        return  # writing an object makes its folders
    try:
        # Checked before making any folder, so that none is made outside.
        there = path
        while not there.exists() and there != there.parent:
            there = there.parent
        leads_out = inside is not None and not there.resolve().is_relative_to(inside.resolve())
        if not leads_out:
            path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot("make the folder", path, error) from error
    if leads_out:
        raise EnvironmentFailure(
            f"{path} is a link that leads out of {inside}",
            "nothing is written outside; remove the link and run the same command again",
        )
