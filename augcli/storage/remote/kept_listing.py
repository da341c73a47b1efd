"""The listing of a folder of a server, read as far as asked for, and kept in few bytes."""

from __future__ import annotations

import os
import pickle
import time
import zlib
from collections.abc import Iterator
from threading import Lock
from urllib.parse import unquote

from augcli.storage.remote.entry import RemoteEntry
from augcli.storage.remote.pages import Facts, pages_of
from augcli.storage.remote.scheme import below, scheme_of
from augcli.storage.remote.systems import system_of

_FRESH = 60.0  # seconds for which a listing is taken as it was
_TOGETHER = 1_000  # entries that are packed together

# Without a lock, as a fork could find it taken: each line that changes it is one step, and who
# forgets a folder gets pages that are asked for later, be it by another thread.
_kept: dict[str, KeptListing] = {}


class KeptListing:
    """What is in a folder.

    A command goes through the folders several times. For each object 20 to 40 bytes are kept here;
    what it makes of them takes twenty times as much. ``folders`` has the names of the folders among
    those that were read so far.
    """

    def __init__(self, url: str) -> None:
        self.folders: set[str] = set()
        self.complete = False
        self._until = time.monotonic() + _FRESH
        self._process = os.getpid()
        self._url = url
        self._path = system_of(url)[1].rstrip("/")
        self._web = scheme_of(url) in ("http", "https")
        self._pages = pages_of(url)
        self._packed: list[bytes] = []
        self._error: Exception | None = None
        self._lock = Lock()

    @property
    def fresh(self) -> bool:
        """True if it holds still, and a fork of this process can go on with it."""
        return self._until > time.monotonic() and (self.complete or self._process == os.getpid())

    def read(self, pages: int = 1) -> None:
        """Read so many pages, or all that there are. Raises as :func:`pages_of`."""
        with self._lock:
            for _ in range(pages):
                if not self.complete:
                    self._read_page()

    def __iter__(self) -> Iterator[RemoteEntry]:
        number = 0
        while (packed := self._part(number)) is not None:
            for name, *told in pickle.loads(zlib.decompress(packed)):
                yield RemoteEntry(name, below(self._url, name), *told)
            number += 1

    def _part(self, number: int) -> bytes | None:
        if not self.complete and number >= len(self._packed):
            with self._lock:
                while not self.complete and number >= len(self._packed):
                    self._read_page()
        return self._packed[number] if number < len(self._packed) else None

    def _read_page(self) -> None:
        if self._error:
            raise self._error
        try:
            page = next(self._pages)
        except Exception as error:
            self._error = error  # for those who wait; the generator has ended
            if _kept.get(self._url) is self:
                forget(self._url)
            raise
        found = list(self._entries(page.facts))
        self.folders.update(entry.name for entry in found if entry.folder)
        for start in range(0, len(found), _TOGETHER):
            rows = [(entry.name, *entry[2:]) for entry in found[start : start + _TOGETHER]]
            self._packed.append(zlib.compress(pickle.dumps(rows), 1))
        if page.last:
            self.complete, self._pages = True, iter(())  # what has ended holds its last page

    def _entries(self, found: list[Facts]) -> Iterator[RemoteEntry]:
        path = self._path
        for facts in found:
            name, is_folder = facts["name"], facts["type"] == "directory"
            if name.rstrip("/") == path and not is_folder:  # a marker of the folder itself
                continue
            own = name[len(path) :].removeprefix("/").removesuffix("/")
            if self._web:
                if not name.startswith(f"{path}/") or "/" in own or "?" in own:
                    continue  # a link of the page to elsewhere
                own = unquote(own)
            yield RemoteEntry.of(self._url, own, facts)


def kept(url: str) -> KeptListing | None:
    """Return the listing of a folder if it is known and still holds."""
    listing = _kept.get(url)
    return listing if listing and listing.fresh else None


def listing_of(url: str) -> KeptListing:
    """Return the listing of a folder, which may not have been begun. Raises AugcliError."""
    if found := kept(url):
        return found
    for old in list(_kept):  # those that are out of date are the first ones
        if kept(old):
            break
        forget(old)
    forget(url)
    return _kept.setdefault(url, KeptListing(url))


def forget(url: str) -> None:
    """Forget the listing of a folder."""
    _kept.pop(url, None)
