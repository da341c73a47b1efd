"""Decide which links of a dataset are read: to files inside it, or all if asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from augcli.storage.remote.entry import Entry, RemoteEntry

LINKED_FOLDER = "a linked folder: --follow-links takes what is in it"
_OUTSIDE = "a link that leads out of the dataset: --follow-links takes it"
_IN_A_CIRCLE = "a linked folder that leads in a circle"
_TO_FOLDERS = (LINKED_FOLDER, _IN_A_CIRCLE)


@dataclass(frozen=True)
class Links:
    """The links below a root. They are read if they lead to a file inside it, or with ``follow``
    to anywhere.
    """

    root: Path
    follow: bool = False

    def problem(self, entry: Entry, above: tuple[Path, ...]) -> str:
        """Return why a link is not read; empty if it is.

        ``above`` holds the real paths of the linked folders on the way to it.
        """
        if isinstance(entry, RemoteEntry):
            return entry.problem
        try:
            target = Path(os.path.realpath(entry.path, strict=True))
        except OSError:
            return "a link that leads nowhere"
        if target.is_dir():
            if not self.follow:
                return LINKED_FOLDER
            around = Path(entry.path).parent.resolve()
            return _IN_A_CIRCLE if target in (*above, around, *around.parents) else ""
        inside = self.follow or target.is_relative_to(self._real_root)
        return "" if inside else _OUTSIDE

    @cached_property
    def _real_root(self) -> Path:
        return self.root.resolve()


def leads_to_folder(problem: str) -> bool:
    """Return True if a link with this problem leads to a folder."""
    return problem in _TO_FOLDERS


def through(entry: Entry, above: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the linked folders on the way to what is in a folder."""
    return (*above, Path(entry.path).resolve()) if entry.is_symlink() else above
