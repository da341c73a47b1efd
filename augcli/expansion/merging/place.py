"""Put the files of parts into OUT, as hard links where the system allows them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from augcli.errors import EnvironmentFailure
from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.output.manifest import records
from augcli.expansion.output.record import Record
from augcli.expansion.output.settings import Settings
from augcli.storage.files import link_or_copy, link_to
from augcli.storage.limits import Limits
from augcli.storage.names import locate
from augcli.storage.read import find_digest
from augcli.storage.tree import Tree


@dataclass
class Placed:
    """How many files of OUT were linked and copied now, and how many were there before."""

    linked: int = 0
    copied: int = 0
    in_place: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the counts by name."""
        return {"linked": self.linked, "copied": self.copied, "in_place": self.in_place}


@dataclass(frozen=True)
class Placer:
    """Puts the files of parts into OUT. A part's files are never written to, moved or removed.

    A hard link takes no space and no time, and stays when the part is removed. Symbolic links, as
    ``--originals link`` makes them, lead to the sources again.
    """

    out: Path
    settings: Settings
    placed: Placed

    def put(self, part: FinishedPart) -> None:
        """Put the files of a part into OUT.

        Raises:
            EnvironmentFailure: a file isn't what its record says, or can't be written.
        """
        with Tree(self.out) as tree:
            for record in filter(None, records(part.path)):
                self._put(part, record, tree)

    def _put(self, part: FinishedPart, record: Record, tree: Tree) -> None:
        file = record["file"]
        source, path = part.find(file), self.out / file
        folder = tree.open(file.rpartition("/")[0])
        if source is None:
            raise _changed(part, file)
        if source.is_symlink() and self.settings.links_original(record):
            if path.is_symlink() and path.resolve() == source.resolve():
                self.placed.in_place += 1
            else:
                link_to(source, path, folder)
                self.placed.linked += 1
        elif _is_in_place(source, Path(locate(self.out, file)), record):
            self.placed.in_place += 1
        elif source.is_symlink() or find_digest(source, Limits.bytes) != record["sha256"]:
            raise _changed(part, file)
        elif link_or_copy(source, path, folder):
            self.placed.linked += 1
        else:
            self.placed.copied += 1


def _is_in_place(source: Path, path: Path, record: Record) -> bool:
    """Return True if an earlier merge has put a file there."""
    try:
        there, own = os.lstat(path), os.lstat(source)
    except OSError:
        return False
    if os.path.samestat(there, own):
        return True
    same_size = there.st_size == record["bytes"] and not path.is_symlink()
    return same_size and find_digest(path, Limits.bytes) == record["sha256"]


def _changed(part: FinishedPart, file: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"{part.path / file} is not what the manifest of part {part.part} says",
        "type the command of that part again with --verify, and then this one, which goes on",
    )
