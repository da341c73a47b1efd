"""List a folder of a server page by page, as fsspec tells of what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from augcli.storage.remote.failures import look_up
from augcli.storage.remote.scheme import scheme_of
from augcli.storage.remote.systems import system_of
from augcli.storage.shards.system import ShardSystem

Facts = dict[str, Any]


class Page(NamedTuple):
    """Some of what is in a folder; ``last`` if nothing follows."""

    facts: list[Facts]
    last: bool


def facts_at(url: str) -> Facts:
    """Return what is told of an object or folder. Raises as :func:`pages_of`."""
    system, path = system_of(url)
    facts: Facts = look_up(url, lambda: system.info(path))
    if facts.get("mimetype") == "text/html":  # a web server's page for a folder
        facts["type"] = "directory"
    return facts


def is_paged(url: str) -> bool:
    """Return True if a folder is listed in small pages, however much is in it."""
    return scheme_of(url) == "s3"


def pages_of(url: str) -> Iterator[Page]:
    """Yield what is in a folder, some at a time.

    S3 gives 1,000 objects at a time. s3fs has all pages of a folder in memory before it gives the
    first, with more than a kilobyte for each object, and begins anew if one fails. Of other servers
    all is one page.

    Raises:
        FileNotFoundError: there is no such folder.
        NotADirectoryError: it is an object.
        PermissionError: it may not be listed.
        EnvironmentFailure: the server can't tell.
    """
    # fsspec would read a picture for links.
    if scheme_of(url) in ("http", "https") and facts_at(url)["type"] != "directory":
        raise NotADirectoryError(url)
    system, path = system_of(url)
    if is_paged(url) and not isinstance(system, ShardSystem):
        yield from _pages_of_s3(url, system, path)
        return
    found = look_up(url, lambda: list(system.ls(path, detail=True)))
    if [(one["name"], one["type"]) for one in found] == [(path.rstrip("/"), "file")]:
        raise NotADirectoryError(url)
    yield Page(found, last=True)


def _pages_of_s3(url: str, system: Any, path: str) -> Iterator[Page]:
    bucket, key, _ = system.split_path(path)
    ask = {"Bucket": bucket, "Prefix": f"{key}/" if key else "", "Delimiter": "/"}
    last = False
    while not last:
        page = look_up(url, partial(system.call_s3, "list_objects_v2", **ask))
        folders = [one["Prefix"][:-1] for one in page.get("CommonPrefixes", ())]
        facts = [_facts(bucket, one, "directory", {}) for one in folders]
        facts += [_facts(bucket, one["Key"], "file", one) for one in page.get("Contents", ())]
        if key and not facts and "ContinuationToken" not in ask:
            look_up(url, lambda: system.info(path))  # raises FileNotFoundError
            raise NotADirectoryError(url)
        last = not page.get("IsTruncated")
        yield Page(facts, last)
        ask["ContinuationToken"] = page.get("NextContinuationToken", "")


def _facts(bucket: str, key: str, kind: str, told: Facts) -> Facts:
    return {**told, "name": f"{bucket}/{key}", "type": kind, "size": told.get("Size", 0)}
