"""Have a file on this machine: itself, or a temporary copy of what is on a server."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from augcli.errors import SourceProblem
from augcli.storage.remote.backends import file_system
from augcli.storage.remote.failures import READ_SECONDS, forbidden, persist
from augcli.storage.remote.listing import find_object
from augcli.storage.remote.reading import open_object
from augcli.storage.remote.scheme import chain_of, is_url
from augcli.storage.scratch import scratch_file

_SLOWEST = 1 << 20  # bytes a second: a large object has more time for its attempts


@contextmanager
def fetched(path: Path) -> Iterator[Path]:
    """Yield the path of a file on this machine, which is there while the block runs.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it is damaged in its archive.
        EnvironmentFailure: a server can't be reached, or there is no room for a temporary file.
    """
    if not is_url(path):
        yield path
        return
    with scratch_file() as (_, file):
        _download(str(path), file)
        yield Path(file)


def _download(url: str, file: str) -> None:
    try:
        found = find_object(url)
        if found is None:
            raise FileNotFoundError(url)
        if chain_of(url):
            Path(file).write_bytes(open_object(url).read())
            return
        system, path = file_system(url)
        seconds = READ_SECONDS + found.size / _SLOWEST
        persist(url, lambda: system.get_file(path, file), seconds)
    except PermissionError as error:
        raise forbidden(url, error) from error
    except SourceProblem as problem:
        raise OSError(errno.EBADMSG, problem.text, url) from problem
