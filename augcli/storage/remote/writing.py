"""Write objects whole: no name on a server ever has only a part of its bytes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from augcli.errors import EnvironmentFailure
from augcli.storage.remote.backends import PARTS, file_system
from augcli.storage.remote.begin import begin
from augcli.storage.remote.failures import WRITE_SECONDS, forbidden, persist, unreachable
from augcli.storage.remote.listing import find_object, forget, list_anew
from augcli.storage.remote.scheme import chain_of, scheme_of
from augcli.storage.remote.threads import in_turn
from augcli.storage.scratch import scratch_file
from augcli.storage.temp_names import TEMP_PREFIX, temp_name

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem
    from fsspec.asyn import AsyncFileSystem

_SLOWEST = 1 << 20  # bytes a second: a large object has more time for its attempts

Send = Callable[["AbstractFileSystem", str], object]
"""Writes to a path of a file system."""


def write_object(url: str, data: bytes) -> None:
    """Write an object in one request. Raises EnvironmentFailure."""
    _put(url, lambda system, path: system.pipe_file(path, data), len(data))


def begin_object(url: str, data: bytes) -> Future[None]:
    """Begin to write an object; the answer raises EnvironmentFailure."""

    async def send(system: AsyncFileSystem, path: str) -> None:
        # Of bytes botocore makes a file, and a file it sends only once the server has asked for it.
        sent = bytearray(data) if scheme_of(url) == "s3" else data
        await system._pipe_file(path, sent)
        forget(url)

    return begin(url, send, partial(write_object, url, data), in_turn())


def write_object_streamed(url: str, write: Callable[[BinaryIO], object]) -> None:
    """Have ``write`` write to a temporary file on this machine, which becomes an object then.

    A large one is sent in parts that the server joins at the end. Raises EnvironmentFailure.
    """
    with scratch_file() as (stream, file):
        write(stream)
        stream.flush()
        send_file(Path(file), url)


def send_file(file: Path, url: str) -> None:
    """Write an object that has the content of a file. Raises EnvironmentFailure."""
    parts, size = PARTS.get(scheme_of(url), {}), file.stat().st_size
    _put(url, lambda system, path: system.put_file(str(file), path, **parts), size)


def copies_itself(url: str, other: str) -> bool:
    """Return True if one server has both of two URLs and copies from the one to the other."""
    if _has_files(url) or chain_of(url):
        return False
    return file_system(url)[0] is file_system(other)[0]


def copy_object(url: str, to: str) -> None:
    """Have a server copy an object. Raises FileNotFoundError, EnvironmentFailure."""
    found = find_object(url)
    if found is None:
        raise FileNotFoundError(url)
    source, seconds = file_system(url)[1], WRITE_SECONDS + found.size / _SLOWEST
    try:
        _change(to, "write", lambda system, path: system.cp_file(source, path), seconds)
    except FileNotFoundError as error:
        if find_object(url) is None:  # it has vanished meanwhile
            raise
        raise _no_bucket(to) from error


def remove_object(url: str, seconds: float = WRITE_SECONDS) -> None:
    """Remove an object, if it is there, within some seconds. Raises EnvironmentFailure."""
    with suppress(FileNotFoundError):
        _change(url, "remove", lambda system, path: system.rm_file(path), seconds)


def sweep_server(url: str) -> None:
    """Remove the temporary files that killed runs have left below a folder of a server.

    Only servers with real files have any: buckets show no object before it is whole.
    """
    if not _has_files(url):
        return
    waiting = [url]
    while waiting:
        with suppress(FileNotFoundError):
            for entry in list_anew(waiting.pop()):
                if entry.folder:
                    waiting.append(entry.path)
                elif entry.name.startswith(TEMP_PREFIX):
                    remove_object(entry.path)


def _put(url: str, send: Send, size: int) -> None:
    if _has_files(url):
        send = _renamed(send)
    try:
        _change(url, "write", send, WRITE_SECONDS + size / _SLOWEST)
    except FileNotFoundError as error:
        raise _no_bucket(url) from error


def _no_bucket(url: str) -> EnvironmentFailure:
    top = "/".join(url.split("/")[:3])
    return EnvironmentFailure(
        f"cannot write {url}: {top} is not there", "make the bucket, or give another URL"
    )


def _change(url: str, verb: str, send: Send, seconds: float) -> None:
    """Do something to an object until it works. Raises FileNotFoundError, EnvironmentFailure."""
    system, path = file_system(url)
    try:
        persist(url, lambda: send(system, path), seconds, verb)
    except PermissionError as error:
        raise forbidden(url, error, verb) from error
    except FileNotFoundError:
        raise
    except OSError as error:  # a folder is in its place, or a file in that of a folder
        raise unreachable(url, error, verb) from error
    finally:
        forget(url)


def _has_files(url: str) -> bool:
    """Return True if a server has files, which can be seen while they are written."""
    return scheme_of(url) == "sftp"


def _renamed(send: Send) -> Send:
    """Return what writes under a temporary name, and then gives the file its own."""

    def put(system: AbstractFileSystem, path: str) -> None:
        folder = path.rpartition("/")[0]
        temp = f"{folder}/{temp_name()}"
        system.makedirs(folder, exist_ok=True)
        try:
            send(system, temp)
            system.mv(temp, path)
        except BaseException:
            with suppress(OSError):
                system.rm_file(temp)
            raise

    return put
