"""Remember the SHA-256 of files between runs, so that unchanged files are not read again."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from augcli.storage.kept_lines import KeptLines
from augcli.storage.limits import Limits
from augcli.storage.read import find_digest
from augcli.storage.remote.entry import version_in
from augcli.storage.remote.listing import find_object
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.contents import status_of
from augcli.storage.spellings import Spellings
from augcli.storage.user_cache import cache_file, remove_unused

_AT_ONCE = 1000  # digests that are saved together: a killed run loses no more
_IN_MEMORY = 10_000  # digests, which take 3 MB; more are looked up in the file
_KIND = "digests"
# A file that is changed twice within one tick of its file system's clock keeps its times. So a file
# must have been left alone for longer. The longest tick is that of FAT.
_TICK = 2_000_000_000  # nanoseconds


class KnownDigests:
    """The SHA-256 of the files below a root, in hex, by name.

    A file is read again if its inode, size or times are others than when it was read last. The
    digests are kept in the user's cache folder. They say when files were changed on this machine,
    so they are not kept beside the outputs, which are the same on every machine. Nothing depends
    on them: if they are lost or damaged, each file is read once more.
    """

    def __init__(self, root: Path) -> None:
        self._spellings = Spellings(root)
        self._cache = cache_file(root, _KIND)
        self._kept: KeptLines | None = None
        self._saved: dict[str, str] = {}  # since the lines were read
        self._lines = self._names = 0
        self._new: dict[str, str] = {}

    def of(self, name: str, path: str = "", version: str = "") -> str:
        """Return the digest of a file, an empty string if it can't be read.

        ``path`` is where it is, and ``version`` what :func:`version_of` says, if they are known.
        """
        if self._kept is None:
            self._kept = self._load()
        path = path or self._spellings.path(name)
        version = version or version_of(path)
        known = self._new.get(name) or self._saved.get(name) or self._kept.get(name)
        digest, _, then = known.partition(" ")
        if version and then == version:
            return digest
        digest = find_digest(path, Limits.bytes)
        self.note(name, version, digest)
        return digest

    def note(self, name: str, version: str, digest: str) -> None:
        """Remember the digest of a file. ``version`` is that of before the file was read."""
        if version and digest:
            self._new[name] = f"{digest} {version}"
            if len(self._new) >= _AT_ONCE:
                self.save()

    def save(self) -> None:
        """Save what was noted. If that can't be done, the files are read again next time."""
        if not self._new or self._cache is None:
            return
        lines, self._lines = self._new, self._lines + len(self._new)
        how = os.O_APPEND
        if self._kept is not None:
            self._saved |= self._new
            if self._lines > 2 * (self._names + len(self._saved)) + _AT_ONCE:
                # Most lines are outdated.
                lines, how, self._kept = self._kept.items() | self._saved, os.O_TRUNC, None
            if self._kept is None or len(self._saved) > max(_IN_MEMORY, self._names // 4):
                self._kept, self._saved = None, {}  # they are read again once one is asked for
        with suppress(OSError):
            self._cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._cache, how, lines)
            remove_unused(self._cache)
        self._new = {}

    def _load(self) -> KeptLines:
        kept = KeptLines(self._cache)
        self._lines, self._names = kept.count, len(kept)
        return kept


def version_of(path: str) -> str:
    """Return a text that is another one once a file has been written or replaced.

    It is empty if the file is gone, or was changed too recently to notice the next change.
    """
    if is_url(path):
        with suppress(PermissionError):
            found = find_object(path)
            return version_in(found.listed) if found else ""
        return ""
    try:
        status = status_of(path)
    except (OSError, ValueError):
        return ""
    written, put = status.st_mtime_ns, status.st_ctime_ns
    if max(written, put) > time.time_ns() - _TICK:
        return ""
    return f"{status.st_ino} {status.st_size} {written} {put}"


def _write(path: Path, how: int, lines: dict[str, str]) -> None:
    # Not to wait for a pipe, nor to write through a link. Each line ends with a quotation mark, so
    # that one cut short is noticed.
    flags = os.O_WRONLY | os.O_CREAT | how
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with open(path, "wb", opener=lambda file, _: os.open(file, flags, 0o600)) as stream:
        text = "".join(f"{known} {json.dumps(name)}\n" for name, known in lines.items())
        stream.write(b"\n" + text.encode("ascii"))
