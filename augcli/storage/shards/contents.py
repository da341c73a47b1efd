"""What is inside the shards that are read, and paths that lead into them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from augcli.storage.archives.ranges import FileFacts, facts_of, is_file
from augcli.storage.shards.member import Member
from augcli.storage.shards.parquet_contents import ParquetContents
from augcli.storage.shards.tar_contents import TarContents

TAR, PARQUET = ".tar", ".parquet"
"""The endings of the files that are read as shards."""

_AT_ONCE = 8  # shards on a server that are listed, each as one stream of bytes


class Contents(Protocol):
    """The files in a shard by their names, in Unicode normal form C.

    ``problem`` says why there may be more of them than could be listed.
    """

    problem: str

    @property
    def members(self) -> Mapping[str, Member]: ...

    def size(self, name: str) -> int:
        """Return the size of a file in bytes. Raises as :meth:`read`."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            KeyError: there is no such file.
            ValueError: it is damaged.
            OSError: the shard can't be read.
        """


def is_shard(path: Path | str) -> bool:
    """Return True if a file is read as a shard, by its ending."""
    return is_shard_name(str(path)) and is_file(str(path))


def is_shard_name(name: str) -> bool:
    """Return True if a file of this name is read as a shard."""
    return name.lower().endswith((TAR, PARQUET))


def contents_of(shard: str) -> Contents:
    """Return what is inside a shard; it is listed anew if it has changed.

    Raises:
        OSError: it can't be read.
        ValueError: it can't be read as what its ending says.
        EnvironmentFailure: the server that it is on can't be reached.
    """
    return _contents(shard, facts_of(shard))


# All are kept: images are read class by class, and so from many shards in turn.
@cache
def _contents(shard: str, _facts: FileFacts) -> Contents:
    return ParquetContents(shard) if shard.lower().endswith(PARQUET) else TarContents(shard)


def list_ahead(shards: Iterable[str]) -> None:
    """List shards on a server, several at once. Raises EnvironmentFailure."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for _ in threads.map(_list, shards):
            pass


def _list(shard: str) -> None:
    with suppress(OSError, ValueError):  # raised again when it is its turn
        len(contents_of(shard).members)


def facts_inside(shard: str, name: str, size: int) -> dict[str, Any]:
    """Return what is told of a file in a shard on a server, as fsspec tells of an object."""
    version = facts_of(shard).version
    checksum = f"{version} {name}" if version else None
    return {"name": name, "type": "file", "size": size, "checksum": checksum}


def into_shard(path: Path | str) -> tuple[str, str] | None:
    """Return the shard that a path leads into, and the name in it; None if it leads into none."""
    text, place = str(path), 0
    while (place := text.find("/", place + 1)) > 0:
        if is_shard(text[:place]):
            return text[:place], text[place + 1 :]
    return None


def size_inside(path: str) -> int | None:
    """Return the size in bytes of a file in a shard; None if the path leads to none."""
    found = into_shard(path)
    try:
        return contents_of(found[0]).size(found[1]) if found else None
    except (KeyError, OSError, ValueError):
        return None


def status_of(path: str) -> os.stat_result:
    """Return the status of a file, or of the shard that it is in. Raises OSError."""
    try:
        return os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
    except NotADirectoryError:
        if found := into_shard(path):
            return os.stat(found[0])  # noqa: PTH116, as above
        raise
