"""Find what answers for a URL: a server's file system, an archive, or a shard on a server."""

from __future__ import annotations

import errno
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from augcli.errors import UsageProblem
from augcli.storage.archives.archive import Archive
from augcli.storage.archives.ranges import facts_of, is_file
from augcli.storage.remote.backends import connected, file_system
from augcli.storage.remote.scheme import Chain, chain_of
from augcli.storage.shards.system import ShardSystem

if TYPE_CHECKING:
    from fsspec.asyn import AsyncFileSystem

_INTO_SHARD = re.compile(r"(.+?\.(?:tar|parquet))/(.+)", re.DOTALL | re.IGNORECASE)


class System(Protocol):
    """What is asked of a file system of fsspec."""

    def ls(self, path: str, detail: bool = True) -> list[dict[str, Any]]: ...

    def info(self, path: str) -> dict[str, Any]: ...

    def cat_file(self, path: str, start: int = 0, end: int | None = None) -> bytes: ...


def system_of(url: str) -> tuple[System, str]:
    """Return what answers for a URL, and the path that it knows it by. Raises AugcliError."""
    if chain := chain_of(url):
        return _archive(chain), chain.inside
    if (found := _INTO_SHARD.match(url)) and is_file(found[1]):
        return ShardSystem(found[1]), found[2]
    return file_system(url)


def shared_system(url: str) -> tuple[AsyncFileSystem, str] | None:
    """Return what answers for a URL if it is connected to, and takes requests as coroutines."""
    return None if chain_of(url) or _INTO_SHARD.match(url) else connected(url)


def _archive(chain: Chain) -> Archive:
    try:
        return _opened(chain.kind, chain.archive, facts_of(chain.archive).version)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise UsageProblem(
            f"{chain.archive} is no file", f"{chain.kind}://FOLDER::ARCHIVE takes an archive"
        ) from error


@lru_cache(4)
def _opened(kind: str, archive: str, _version: str) -> Archive:
    # Not for --help: they load libraries of compression.
    if kind == "zip":
        from augcli.storage.archives.zips import ZipArchive

        return ZipArchive(archive)
    from augcli.storage.archives.tars import TarArchive

    return TarArchive(archive)
