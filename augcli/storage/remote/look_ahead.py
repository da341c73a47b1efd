"""List folders ahead of their turn, many at once: a command lists all folders of a folder."""

from __future__ import annotations

import os
from concurrent.futures import Future
from itertools import islice
from threading import Lock

from augcli.storage.remote.kept_listing import kept, listing_of
from augcli.storage.remote.pages import is_paged
from augcli.storage.remote.scheme import split
from augcli.storage.remote.threads import AT_ONCE, reading_ahead

_PAGES = 10  # of each folder; the others are read by whoever wants them


class _Walk:
    """The folders in a folder that will be listed, and those that are being listed by now.

    That all will be is taken for sure once two of them were asked for.
    """

    def __init__(self, above: str = "") -> None:
        self.above = above
        self.process = os.getpid()
        listing = kept(above)
        names = sorted(listing.folders) if listing and listing.complete else ()
        self.left = iter([f"{above}/{name}" for name in names])
        self.coming: dict[str, Future[None]] = {}
        self.lock = Lock()


_walk = _Walk()


def look_ahead(url: str) -> None:
    """Begin to list the folders that come after one, and wait until this is begun."""
    global _walk  # noqa: PLW0603, one for the process
    if not is_paged(url):  # 16 folders at once could be too much for memory
        return
    above, walk = split(url)[0], _walk  # which another thread may replace
    if (above, os.getpid()) != (walk.above, walk.process):
        _walk = _Walk(above)
        return
    with walk.lock:
        walk.coming.pop(url, None)
        following = list(islice(walk.left, AT_ONCE - len(walk.coming)))
        for path in following:
            if path != url and not kept(path):
                walk.coming[path] = reading_ahead().submit(listing_of(path).read, _PAGES)
        if not (following or walk.coming):
            _walk = _Walk()  # the next one may be the first of another round
