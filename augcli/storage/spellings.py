"""Find files whose names have another Unicode normal form now than when they were recorded."""

from __future__ import annotations

import os
from pathlib import Path

from augcli.storage.names import canonical
from augcli.storage.remote.listing import list_folder
from augcli.storage.remote.scheme import below, is_url


class Spellings:
    """The files below a root, each found by its name in any normal form.

    A folder is listed once, when it is first asked for a name that isn't ASCII.
    """

    def __init__(self, root: Path | str) -> None:
        self._root = str(root)
        self._folders: dict[str, dict[str, str]] = {}

    def path(self, name: str) -> str:
        """Return the path of a file as it is spelled there; as ``name`` if it isn't there.

        ``name`` has ``/`` between its parts.
        """
        if name.isascii():
            return below(self._root, name)
        path = self._root
        for part in name.split("/"):
            own = part if part.isascii() else self._others(path).get(part, part)
            path = below(path, own)
        return path

    def _others(self, folder: str) -> dict[str, str]:
        """Return the names in a folder that aren't canonical, by the canonical name."""
        if folder not in self._folders:
            self._folders[folder] = other_spellings(folder)
        return self._folders[folder]


def other_spellings(folder: str) -> dict[str, str]:
    """Return the names in a folder that aren't canonical, by the canonical name that is not there.

    There are none if it can't be listed.
    """
    try:
        if is_url(folder):
            names = {entry.name for entry in list_folder(folder)}
        else:
            names = set(os.listdir(folder))  # noqa: PTH208, the names are all that is asked for
    except (OSError, ValueError):  # ValueError: a name that no folder can have
        return {}
    canonicals = {canonical(name): name for name in sorted(names, reverse=True)}
    return {name: own for name, own in canonicals.items() if name != own and name not in names}


def locate(root: Path | str, name: str) -> str:
    """Return the path of one file below a root, as :class:`Spellings` does for many."""
    path = below(root, name)
    return path if name.isascii() or os.path.lexists(path) else Spellings(root).path(name)
