"""An object or folder in the listing of a server, like an entry that ``os.scandir`` yields."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from augcli.storage.remote.scheme import below

_NO_NAME = "a name with an empty part or a backslash, which is no path below a folder"
_LINK = "a link behind a URL, which is not followed"
# The names that backends give to a hash or number of the content.
_CONTENT = ("ETag", "etag", "blob_id", "md5Hash", "content_md5", "generation", "checksum")
_WRITTEN = ("LastModified", "last_modified", "updated", "mtime")
_TICK = 2.0  # seconds, of the coarsest clock that servers date files by


class RemoteEntry(NamedTuple):
    """An object or folder: its ``name`` in its folder, its URL as ``path``.

    ``size`` is in bytes, 0 if it is not told. ``listed`` is the size and, after a space, what tells
    the content from an earlier one; the size alone, or nothing, if that is not told. ``problem`` is
    the reason not to read it, and ``lost`` what is wrong with a file in an archive.
    """

    name: str
    path: str
    folder: bool = False
    listed: str = ""
    problem: str = ""
    size: int = 0
    lost: str = ""

    @classmethod
    def of(cls, above: str, name: str, facts: Mapping[str, Any]) -> RemoteEntry:
        """Return what fsspec tells of ``name`` in the folder with the URL ``above``."""
        kind, problem = facts.get("type"), ""
        if not name or "\\" in name or "\0" in name:
            problem = _NO_NAME
        elif kind == "link" or facts.get("islink"):
            problem = _LINK
        size, lost = facts.get("size") or 0, facts.get("lost") or ""
        return cls(
            name, below(above, name), kind == "directory", _listed(facts), problem, size, lost
        )

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002, as scandir has it
        return self.folder

    def is_symlink(self) -> bool:
        """Return True if it must not be followed."""
        return bool(self.problem)


Entry = os.DirEntry[str] | RemoteEntry
"""What is in a folder, here or on a server."""


def version_in(listed: str) -> str:
    """Return what is listed of an object if that tells it from an earlier one, else nothing."""
    return listed if " " in listed else ""


def _listed(facts: Mapping[str, Any]) -> str:
    size, content = facts.get("size"), _first(facts, _CONTENT)
    written = _first(facts, _WRITTEN)
    if size is None:
        return ""
    if not (content or written):
        return f"{size}"
    if content:
        return f"{size} {content}".replace("\n", " ")
    stamp = written.timestamp() if hasattr(written, "timestamp") else written
    if isinstance(stamp, int | float) and stamp > time.time() - _TICK:
        return f"{size}"  # it may change once more without another time
    return f"{size} {stamp}"


def _first(facts: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((facts[name] for name in names if facts.get(name) is not None), None)
