"""Remember what is in the shards of a server: to list one, nearly all of it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from augcli.errors import AugcliError
from augcli.storage.archives.ranges import facts_of
from augcli.storage.local_files import write_local
from augcli.storage.remote.scheme import is_url
from augcli.storage.sealed import sealed, unsealed
from augcli.storage.shards.member import Member
from augcli.storage.user_cache import cache_file_of, remove_unused

_KIND = "shard"


class Index(NamedTuple):
    """The files in a shard by their names, and why there may be more; see :class:`Contents`."""

    members: dict[str, Member]
    problem: str


def kept_index(shard: str, make: Callable[[], Index]) -> Index:
    """Return what is inside a shard, as it was listed before or as ``make`` lists it.

    That of a shard on a server is kept in the user's cache folder until it changes, for the workers
    and for later runs. Of one on this machine it is not: it is listed by its headers alone.
    """
    version = facts_of(shard).version if is_url(shard) else ""
    file = cache_file_of(shard.encode(), _KIND) if version else None
    if file is None:
        return make()
    with suppress(OSError, ValueError, TypeError):
        return _read(file, version)
    index = make()
    with suppress(OSError, AugcliError):
        _write(file, version, index)
    return index


def _read(file: Path, version: str) -> Index:
    then, problem, rows = json.loads(unsealed(file.read_bytes()) or "")
    if then != version:
        raise ValueError(f"the shard was another one: {then}")
    members = {
        name: Member._make([*told, head.encode("latin-1"), offset])
        for name, *told, head, offset in rows
    }
    return Index(members, problem)


def _write(file: Path, version: str, index: Index) -> None:
    rows = [
        (name, *told, head.decode("latin-1"), at)
        for name, (*told, head, at) in index.members.items()
    ]
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_local(file, sealed(json.dumps([version, index.problem, rows]).encode()))
    _remove_unused(file.parent)


@cache
def _remove_unused(folder: Path) -> None:
    """Remove old files, once in a process: there may be thousands of them."""
    remove_unused(folder / f"any.{_KIND}")
