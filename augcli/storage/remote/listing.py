"""List the folders of a server. A command lists some folders often, so listings are kept."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from augcli.storage.remote.backends import file_system
from augcli.storage.remote.entry import RemoteEntry
from augcli.storage.remote.failures import LIST_SECONDS, forbidden, persist
from augcli.storage.remote.scheme import scheme_of

_FRESH = 60.0  # seconds for which a listing is taken as it was
_MOST = 100_000  # entries that are kept; there may be millions

_kept: OrderedDict[str, tuple[float, list[RemoteEntry]]] = OrderedDict()


def list_folder(url: str) -> list[RemoteEntry]:
    """Return what is in a folder.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is an object.
        PermissionError: it may not be listed.
        EnvironmentFailure: the server can't tell.
    """
    url = url.rstrip("/")
    until, found = _kept.get(url, (0.0, []))
    if until > time.monotonic():
        return found
    found = _listed(url)
    _kept.pop(url, None)
    _kept[url] = (time.monotonic() + _FRESH, found)
    while len(_kept) > 1 and sum(len(entries) for _, entries in _kept.values()) > _MOST:
        _kept.popitem(last=False)
    return found


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
        list_folder(url)
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
    above, _, name = url.rstrip("/").rpartition("/")
    try:
        facts = _facts(url)
    except (FileNotFoundError, NotADirectoryError):
        return None
    entry = RemoteEntry.of(above, name, facts)
    return None if entry.folder else entry


def _facts(url: str) -> dict[str, Any]:
    system, path = file_system(url)
    facts: dict[str, Any] = persist(url, lambda: system.info(path), LIST_SECONDS)
    if facts.get("mimetype") == "text/html":  # a web server's page for a folder
        facts["type"] = "directory"
    return facts


def _listed(url: str) -> list[RemoteEntry]:
    system, path = file_system(url)
    web = scheme_of(url) in ("http", "https")
    if web and _facts(url)["type"] != "directory":  # fsspec would read a picture for links
        raise NotADirectoryError(url)
    found = persist(url, lambda: list(system.ls(path, detail=True)), LIST_SECONDS)
    path = path.rstrip("/")
    if [(one["name"], one["type"]) for one in found] == [(path, "file")]:
        raise NotADirectoryError(url)
    return list(_entries(url, path, found, web=web))


def _entries(
    url: str, path: str, found: list[dict[str, Any]], *, web: bool
) -> Iterator[RemoteEntry]:
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
