"""Unpack a tar once, or fetch it, into a temporary file for all processes of a run."""

from __future__ import annotations

import atexit
import bz2
import gzip
import hashlib
import lzma
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from augcli.errors import EnvironmentFailure, UsageProblem
from augcli.storage.archives.ranges import facts_of, look_through, read_range
from augcli.storage.lock import hold, is_abandoned
from augcli.storage.remote.scheme import is_url

# Its workers get the variables of a process. A folder that all could find by its name could be
# another user's.
_FOLDER = "_AUGCLI_UNPACKED"
_PREFIX = "augcli-unpacked-"
_COMPRESSED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
_NEW = 60.0  # seconds: whoever makes a folder can't lock it in the same moment
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_AT_ONCE = 1 << 20  # bytes


def unpacked(path: str) -> str:
    """Return the path of a file with what is in another, neither compressed nor on a server.

    Raises:
        UsageProblem: it is damaged.
        OSError: it can't be read.
        EnvironmentFailure: the server can't be reached, or there is no room here.
    """
    head = read_range(path, 0, 8)
    if head.startswith(_ZSTANDARD):
        raise UsageProblem(
            f"{path} is compressed by Zstandard, which augcli reads in no archive",
            "unpack it first: zstd -d FILE; gzip, bzip2 and xz are read as they are",
        )
    opened = next((way for mark, way in _COMPRESSED.items() if head.startswith(mark)), None)
    if opened is None and not is_url(path):
        return path
    name = hashlib.sha256(f"{path}\n{facts_of(path)}".encode()).hexdigest()[:32]
    target = _folder() / name
    if not target.exists():
        _fetch(path, target, opened or (lambda stream: stream))
    return str(target)


def _fetch(path: str, target: Path, opened: Callable[[BinaryIO], Any]) -> None:
    temporary = target.with_suffix(f".{os.getpid()}")
    try:
        with look_through(path) as packed, opened(packed) as stream, temporary.open("xb") as file:
            while data := _next(path, stream):
                file.write(data)
    except OSError as error:
        raise EnvironmentFailure(
            f"cannot unpack {path} to {temporary.parent}: {error.strerror or error}",
            "make room there, or let TMPDIR name another folder",
        ) from error
    else:
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _next(path: str, stream: BinaryIO) -> bytes:
    try:
        return stream.read(_AT_ONCE)
    except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk, not of the data
            raise
        raise UsageProblem(
            f"{path} is cut short or damaged: {error}", "fetch it again, or give a folder as DATA"
        ) from error


def _folder() -> Path:
    """Return the folder for temporary files.

    The process that makes it removes it at its end. If it is killed, the next one does that.
    """
    folder = Path(os.environ.get(_FOLDER) or os.devnull)
    while not folder.is_dir():
        _remove_abandoned(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        hold(folder)
        os.environ[_FOLDER] = str(folder)
        atexit.register(_remove, folder, os.getpid())
    return folder


def _remove_abandoned(above: Path) -> None:
    for folder in above.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or gone by now
            is_new = folder.stat().st_mtime > time.time() - _NEW
            if not is_new and is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:  # not in a fork of it
        shutil.rmtree(folder, ignore_errors=True)
