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
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            found = sorted(_list(root, folder))
        except OSError:  # emptied meanwhile, or nobody may look into it
            continue
        folders = [name for name, is_folder in found if is_folder]
        yield folder, folders, [name for name, is_folder in found if not is_folder]
        waiting += [f"{folder}/{name}" if folder else name for name in reversed(folders)]


def _list(root: Path, folder: str) -> list[tuple[str, bool]]:
    """Return the names in a folder, with True for those of folders. Raises OSError."""
    if is_url(root):
        return [(one.name, one.folder) for one in list_anew(f"{root}/{folder}")]
    with os.scandir(root / folder) as entries:  # os.walk is recursive before Python 3.12
        return [(one.name, one.is_dir(follow_symlinks=False)) for one in entries]
