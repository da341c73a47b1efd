"""Write files whole or not at all, here or on a server; append, flush and remove them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from augcli.errors import EnvironmentFailure
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.writing import (
    remove_object,
    sweep_server,
    write_object,
    write_object_streamed,
)
from augcli.storage.temp_names import TEMP_PREFIX, temp_name

# A link planted in place of a file must not redirect the write. Windows has no such flag.
TO_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

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
    put(path, lambda temp: _write(temp, data, durable=durable, folder=folder), folder)
    if durable and os.name == "posix":
        try:
            _flush_folder(os.path.dirname(path) or ".")  # noqa: PTH120, Path costs as much as the call itself
        except OSError as error:
            raise cannot("flush", path, error) from error


def write_if_changed(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` durably, unless the file has this content already."""
    if not _has(path, data):
        write_whole(path, data, durable=True)


def _has(path: Path, data: bytes) -> bool:
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
            _write_all(descriptor, data)
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


def _flush_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
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


def sweep(root: Path) -> None:
    """Remove the temporary files of killed runs below ``root``."""
    if is_url(root):
        sweep_server(str(root))
        return
    if not hasattr(os, "fwalk"):  # Windows
        for temp in root.rglob(f"{TEMP_PREFIX}*"):
            temp.unlink(missing_ok=True)
        return
    for _, _, files, folder in os.fwalk(root):  # by descriptors, which no link leads astray
        for name in files:
            if name.startswith(TEMP_PREFIX):
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=folder)


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
        _write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
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
