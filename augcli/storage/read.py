"""Read an image file: regular files only, up to a size limit."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from augcli.errors import SourceProblem, UsageProblem, path_error
from augcli.storage.local_files import cannot
from augcli.storage.remote.reading import open_object, read_object, read_start
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.contents import contents_of, into_shard

# Errors of the machine: to report the source as bad for them would be wrong.
NOT_THE_FILE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)

_FLAGS = os.O_RDONLY
for _name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):  # if the system has them
    _FLAGS |= getattr(os, _name, 0)


def read_file(path: Path | str, most: int) -> bytes:
    """Read a regular file, one in a shard, or an object, of at most ``most`` bytes.

    Never wait for a pipe.

    Raises:
        SourceProblem: the file is not regular, is larger, can't be read, or changed meanwhile.
        EnvironmentFailure: the machine can read no file now, or a server is out of reach.
    """
    if is_url(path):
        return read_object(str(path), most)
    try:
        descriptor = os.open(path, _FLAGS)
    except NotADirectoryError as error:
        if found := into_shard(path):
            return _read_inside(*found, most)
        raise _unreadable(path, error) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise SourceProblem("refused", "not-a-file", "is not a regular file")
        _check_size(before.st_size, most)
        data = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(descriptor)
    if len(data) != before.st_size or _version(before) != _version(after):
        raise SourceProblem("bad", "changed", "changed while it was read: run again")
    return data


def _check_size(size: int, most: int) -> None:
    if size > most:
        text = f"has {size:,} bytes, more than {most:,}"
        raise SourceProblem("refused", "too-many-bytes", text)


def _read_inside(shard: str, name: str, most: int) -> bytes:
    """Read a file in a shard, as :func:`read_file` does."""
    try:
        contents = contents_of(shard)
        _check_size(contents.size(name), most)
        return contents.read(name)
    except KeyError as error:
        raise SourceProblem("bad", "unreadable", "is no longer in its shard") from error
    except OSError as error:
        raise _unreadable(shard, error) from error
    except ValueError as error:
        raise SourceProblem("bad", "unreadable", f"in its shard it {error}") from error


def open_record(path: Path) -> BinaryIO:
    """Open one of augcli's own records to read. Never wait for a pipe.

    Raises:
        FileNotFoundError: there is none.
        UsageProblem: it is a pipe, a folder, or no file of any kind.
        EnvironmentFailure: it can't be read.
    """
    if is_url(path):
        return open_object(str(path))
    try:
        descriptor = os.open(path, _FLAGS)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return open(descriptor, "rb")  # noqa: PTH123, a descriptor has no path
        os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except OSError as error:
        if error.errno != errno.ENXIO:  # of a socket
            raise cannot("read", path, error) from error
    raise UsageProblem(
        f"{path} is not a regular file, as augcli writes it",
        "move it away and run the same command again",
    )


def read_head(path: Path | str, most: int) -> bytes:
    """Return the first bytes of a regular file, none of any other or of one that can't be read."""
    if is_url(path):
        return read_start(str(path), most)
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return b""
    try:
        return os.read(descriptor, most) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def check_readable(path: Path, flag: str) -> None:
    """Check that a file or folder which the user named can be opened.

    Raises:
        UsageProblem: there is no such file. ``flag`` is named in front of the path.
        EnvironmentFailure: there is no permission to read it, or the disk is broken.
    """
    if is_url(path) and path.exists():
        return
    try:
        os.close(os.open(path, _FLAGS))
        if path.is_dir():
            os.scandir(path).close()
    except OSError as error:
        problem = f"{flag} {path}: cannot be read: {error.strerror or error}"
        raise path_error(problem.lstrip(), "give another path", error) from error


def read_hashed(path: Path | str, most: int) -> tuple[bytes, str]:
    """Read a file as :func:`read_file` does; return its content and the SHA-256 of it, in hex."""
    data = read_file(path, most)
    return data, hashlib.sha256(data).hexdigest()


def find_digest(path: Path | str, most: int) -> str:
    """Return the SHA-256 of a file in hex, or an empty string if it can't be read."""
    try:
        return read_hashed(path, most)[1]
    except SourceProblem:
        return ""


def _read_all(descriptor: int, size: int) -> bytes:
    parts, left = [], size + 1  # one byte more than expected shows that it has grown
    while left and (part := os.read(descriptor, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _unreadable(path: Path | str, error: OSError) -> Exception:
    if error.errno in NOT_THE_FILE:
        return cannot("read", path, error)
    return SourceProblem("bad", "unreadable", f"cannot be read: {error.strerror or error}")
