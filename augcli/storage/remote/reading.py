"""Read objects whole: those that are announced are read ahead, many at a time."""

from __future__ import annotations

from concurrent.futures import Future
from io import BytesIO
from typing import BinaryIO

from augcli.errors import SourceProblem
from augcli.storage.remote.begin import begin
from augcli.storage.remote.failures import READ_SECONDS, persist, unreachable
from augcli.storage.remote.listing import find_object
from augcli.storage.remote.scheme import chain_of, is_url
from augcli.storage.remote.systems import system_of
from augcli.storage.remote.threads import reading_ahead

_MOST_AHEAD = 16 << 20  # bytes of an object that is read ahead

_coming: dict[str, Future[bytes | None]] = {}


def expect(path: str, listed: str) -> None:
    """Begin to read what :func:`read_object` is asked for soon, if it is on a server.

    ``listed`` is what its listing told, the size first; a large object is not read ahead.
    """
    size = int(listed.partition(" ")[0]) if listed else 0
    if not is_url(path) or path in _coming or size > _MOST_AHEAD:
        return
    if listed:
        _coming[path] = begin(
            path,
            lambda system, there: system._cat_file(there),
            lambda: _read(path),
            reading_ahead(),
        )
    else:
        _coming[path] = reading_ahead().submit(_read_unknown, path, _MOST_AHEAD)


def read_object(url: str, most: int) -> bytes:
    """Return the bytes of an object.

    Raises:
        SourceProblem: it is gone, may not be read, or has more than ``most`` bytes.
        EnvironmentFailure: the server can't be reached, or its bucket is gone.
    """
    coming = _coming.pop(url, None)
    try:
        data = (coming.result() if coming else None) or _read_unknown(url, most)
    except PermissionError as error:
        _check_server(url, error)
        raise SourceProblem("bad", "unreadable", "cannot be read: Permission denied") from error
    except OSError as error:
        _check_server(url, error)
        text = "cannot be read: No such file or directory"
        raise SourceProblem("bad", "unreadable", text) from error
    if data is None or len(data) > most:
        raise SourceProblem("refused", "too-many-bytes", f"has more than {most:,} bytes")
    return data


def open_object(url: str) -> BinaryIO:
    """Return an object that was read as a whole. Raises FileNotFoundError, EnvironmentFailure."""
    try:
        return BytesIO(_read(url))
    except PermissionError as error:  # S3 says so of what is not there if it may not be listed
        raise FileNotFoundError(url) from error
    except (NotADirectoryError, IsADirectoryError) as error:
        raise FileNotFoundError(url) from error


def read_start(url: str, most: int) -> bytes:
    """Return the first bytes of an object; none if it can't be read."""
    system, path = system_of(url)
    try:
        data: bytes = persist(url, lambda: system.cat_file(path, start=0, end=most), READ_SECONDS)
    except (OSError, SourceProblem):
        return b""
    return data


def _read(url: str) -> bytes:
    system, path = system_of(url)
    data: bytes = persist(url, lambda: system.cat_file(path), READ_SECONDS)
    return data


def _read_unknown(url: str, most: int) -> bytes | None:
    """Return the bytes of an object whose size is not known yet; None if it is larger."""
    found = find_object(url)
    if found is None:
        raise FileNotFoundError(url)
    return None if found.size > most else _read(url)


def _check_server(url: str, error: OSError) -> None:
    """Raise EnvironmentFailure if not only one object is out of reach, but its whole bucket."""
    if chain := chain_of(url):
        url = chain.archive
    if not is_url(url):
        return
    scheme, _, rest = url.partition("://")
    top = f"{scheme}://{rest.partition('/')[0]}"
    system, path = system_of(top)
    try:
        persist(top, lambda: system.ls(path), READ_SECONDS)
    except OSError as failure:
        raise unreachable(top, failure) from error
