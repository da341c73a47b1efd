"""Copy files from, to and between servers."""

from __future__ import annotations

import shutil
from pathlib import Path

from augcli.storage.fetch import fetched
from augcli.storage.files import write_streamed
from augcli.storage.hashing import digest_of
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.writing import copies_itself, copy_object, send_file


def copies_alone(source: Path, path: Path) -> bool:
    """Return True if a server has both of two files, and copies the one without sending it."""
    return is_url(source) and is_url(path) and copies_itself(str(source), str(path))


def transfer(source: Path, path: Path, sha256: str) -> bool:
    """Copy a file, of which one is on a server or both are; ``sha256`` is its digest, in hex.

    Return False if the file has other content, and nothing was copied. A server that copies alone
    reads none of it, so that this is not noticed.

    Raises:
        FileNotFoundError: ``source`` is not there.
        EnvironmentFailure: a server or disk fails.
    """
    if copies_alone(source, path):
        copy_object(str(source), str(path))
        return True
    with fetched(source) as here:
        if digest_of(here) != sha256:
            return False
        if is_url(path):
            send_file(here, str(path))
        else:
            with here.open("rb") as data:
                write_streamed(path, lambda to: shutil.copyfileobj(data, to, 1 << 20))
    return True
