"""Go through all folders below one, on this machine or on a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from augcli.storage.remote.listing import list_anew
from augcli.storage.remote.scheme import is_url


def walk(root: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each folder, sorted: its path below ``root``, the names of its folders and its files.

    The path has ``/`` between its parts, and is empty for ``root``. A link is a file.
    """
    yield from _walk_server(str(root), "") if is_url(root) else _walk_disk(root)


def _walk_disk(root: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for folder, below, files in os.walk(root):
        below.sort()
        relative = os.path.relpath(folder, root).replace(os.sep, "/")
        links = [name for name in below if Path(folder, name).is_symlink()]
        folders = [name for name in below if name not in links]
        yield "" if relative == "." else relative, folders, sorted([*files, *links])


def _walk_server(root: str, folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    try:
        found = sorted(list_anew(f"{root}/{folder}"))
    except (FileNotFoundError, NotADirectoryError):  # emptied meanwhile
        return
    folders = [one.name for one in found if one.folder]
    yield folder, folders, [one.name for one in found if not one.folder]
    for name in folders:
        yield from _walk_server(root, f"{folder}/{name}" if folder else name)
