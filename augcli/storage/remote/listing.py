"""List the folders of a server. A command lists some folders often, so listings are kept."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, wait
from itertools import chain, islice
from threading import Lock
from urllib.parse import unquote

from augcli.storage.remote.entry import RemoteEntry
from augcli.storage.remote.failures import LIST_SECONDS, forbidden, persist
from augcli.storage.remote.pages import Facts, is_paged, pages_of
from augcli.storage.remote.scheme import scheme_of, split
from augcli.storage.remote.systems import system_of
from augcli.storage.remote.threads import AT_ONCE, threads

_FRESH = 60.0  # seconds for which a listing is taken as it was
_MOST = 100_000  # entries that are kept; there may be millions

_lock = Lock()
_kept: OrderedDict[str, tuple[float, list[RemoteEntry]]] = OrderedDict()


def scan_folder(url: str) -> Iterator[RemoteEntry]:
    """Return what is in a folder, to be read once; the first part of it is known then.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is an object.
        PermissionError: it may not be listed.
        EnvironmentFailure: the server can't tell.
    """
    url = url.rstrip("/")
    _look_ahead(url)
    return _scan(url)


def list_folder(url: str) -> list[RemoteEntry]:
    """Return what is in a folder. Raises as :func:`scan_folder`."""
    return list(scan_folder(url))


def list_anew(url: str) -> list[RemoteEntry]:
    """Return what is in a folder now, since others may write to it.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no such folder.
        EnvironmentFailure: it may not be listed, or the server can't tell.
    """
    _kept.pop(url.rstrip("/"), None)
    try:
        return list_folder(url)
    except PermissionError as error:
        raise forbidden(url, error) from error


def forget(url: str) -> None:
    """Forget the listings of the folders above an object that this process writes or removes."""
    while "://" in url:
        url = url.rpartition("/")[0]
        _kept.pop(url, None)


def is_folder(url: str) -> bool:
    """Return True if something is below a URL. Raises EnvironmentFailure if that can't be told."""
    try:
        scan_folder(url)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError as error:
        raise forbidden(url, error) from error
    return True


def is_object(url: str) -> bool:
    """Return True if there is an object at a URL. Raises as :func:`is_folder`."""
    try:
        return find_object(url) is not None
    except PermissionError as error:
        raise forbidden(url, error) from error


def find_object(url: str) -> RemoteEntry | None:
    """Return the object at a URL; None if there is none.

    Raises:
        PermissionError: it may not be looked at.
        EnvironmentFailure: the server can't be reached.
    """
    above, name = split(url)
    try:
        facts = _facts(url)
    except (FileNotFoundError, NotADirectoryError):
        return None
    entry = RemoteEntry.of(above, name, facts)
    return None if entry.folder else entry


def _facts(url: str) -> Facts:
    system, path = system_of(url)
    facts: Facts = persist(url, lambda: system.info(path), LIST_SECONDS)
    if facts.get("mimetype") == "text/html":  # a web server's page for a folder
        facts["type"] = "directory"
    return facts


def _scan(url: str) -> Iterator[RemoteEntry]:
    until, found = _kept.get(url, (0.0, []))
    if until > time.monotonic():
        return iter(found)
    path = system_of(url)[1].rstrip("/")
    web = scheme_of(url) in ("http", "https")
    if web and _facts(url)["type"] != "directory":  # fsspec would read a picture for links
        raise NotADirectoryError(url)
    pages = pages_of(url)
    facts, last = next(pages)
    first = list(_entries(url, path, facts, web=web))
    if last:
        _keep(url, first)
        return iter(first)
    rest = (entry for page in pages for entry in _entries(url, path, page.facts, web=web))
    return _keeping(url, chain(first, rest))


def _keeping(url: str, entries: Iterator[RemoteEntry]) -> Iterator[RemoteEntry]:
    """Yield what is in a folder, and keep the listing once it is complete, unless it is long."""
    found: list[RemoteEntry] = []
    for entry in entries:
        if len(found) <= _MOST:
            found.append(entry)
        yield entry
    if len(found) <= _MOST:
        _keep(url, found)


def _keep(url: str, found: list[RemoteEntry]) -> None:
    with _lock:
        _kept.pop(url, None)
        _kept[url] = (time.monotonic() + _FRESH, found)
        while sum(len(entries) for _, entries in _kept.values()) > _MOST and len(_kept) > 1:
            _kept.popitem(last=False)


def _entries(url: str, path: str, found: list[Facts], *, web: bool) -> Iterator[RemoteEntry]:
    for facts in found:
        name, is_folder = facts["name"], facts["type"] == "directory"
        if name.rstrip("/") == path and not is_folder:  # a marker of the folder itself
            continue
        own = name[len(path) :].removeprefix("/").removesuffix("/")
        if web:
            if not name.startswith(f"{path}/") or "/" in own or "?" in own:
                continue  # a link of the page to elsewhere
            own = unquote(own)
        yield RemoteEntry.of(url, own, facts)


class _Walk:
    """The folders in a folder that will be listed, and those that are being listed by now.

    That all will be is taken for sure once two of them were asked for.
    """

    def __init__(self, above: str = "") -> None:
        self.above = above
        self.process = os.getpid()
        found = _kept.get(above, (0.0, []))[1]
        self.left = iter(sorted(entry.path for entry in found if entry.folder))
        self.coming: dict[str, Future[Iterator[RemoteEntry]]] = {}


_walk = _Walk()


def _look_ahead(url: str) -> None:
    """Wait for a folder that is being listed, and begin to list those that come after it."""
    global _walk  # noqa: PLW0603, one for the process
    if not is_paged(url):  # 16 folders at once could be too much for memory
        return
    above = split(url)[0]
    if (above, os.getpid()) != (_walk.above, _walk.process):
        _walk = _Walk(above)
        return
    if listing := _walk.coming.pop(url, None):
        wait([listing])
    following = list(islice(_walk.left, AT_ONCE - len(_walk.coming)))
    for path in following:
        if path != url and path not in _kept:
            _walk.coming[path] = threads().submit(_scan, path)
    if not (following or _walk.coming):
        _walk = _Walk()  # the next one may be the first of another round
