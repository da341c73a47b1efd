"""List the folders of a server, and find out what is there under a name."""

from __future__ import annotations

from collections.abc import Iterator

from augcli.storage.remote import kept_listing
from augcli.storage.remote.entry import RemoteEntry
from augcli.storage.remote.failures import forbidden
from augcli.storage.remote.kept_listing import kept, listing_of
from augcli.storage.remote.look_ahead import look_ahead
from augcli.storage.remote.pages import facts_at
from augcli.storage.remote.scheme import split


def scan_folder(url: str) -> Iterator[RemoteEntry]:
    """Return what is in a folder, to be read once; the first part of it is known then.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is an object.
        PermissionError: it may not be listed.
        EnvironmentFailure: the server can't tell.
    """
    url = url.rstrip("/")
    look_ahead(url)
    listing = listing_of(url)
    listing.read()
    return iter(listing)


def list_folder(url: str) -> list[RemoteEntry]:
    """Return what is in a folder. Raises as :func:`scan_folder`."""
    return list(scan_folder(url))


def list_anew(url: str) -> list[RemoteEntry]:
    """Return what is in a folder now, since others may write to it.

    Raises:
        FileNotFoundError, NotADirectoryError: there is no such folder.
        EnvironmentFailure: it may not be listed, or the server can't tell.
    """
    kept_listing.forget(url.rstrip("/"))
    try:
        return list_folder(url)
    except PermissionError as error:
        raise forbidden(url, error) from error


def forget(url: str) -> None:
    """Forget the listings of the folders above an object that this process writes or removes."""
    while "://" in url:
        url = url.rpartition("/")[0]
        kept_listing.forget(url)


def is_folder(url: str) -> bool:
    """Return True if something is below a URL. Raises EnvironmentFailure if that can't be told."""
    above, name = split(url)
    listing = kept(above)
    if name and listing and listing.complete:
        return name in listing.folders
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
        facts = facts_at(url)
    except (FileNotFoundError, NotADirectoryError):
        return None
    entry = RemoteEntry.of(above, name, facts)
    return None if entry.folder else entry
