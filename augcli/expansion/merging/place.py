"""Put the files of parts into OUT, as hard links where the system allows them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from augcli.errors import EnvironmentFailure
from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.merging.piece import Piece
from augcli.storage.files import cannot
from augcli.storage.hashing import digest_of
from augcli.storage.links import link_or_copy, link_to
from augcli.storage.names import locate
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
    placed: Placed

    def put(self, part: FinishedPart) -> None:
        """Put the files of a part into OUT.

        Raises:
            EnvironmentFailure: a file isn't what its record says, or can't be written.
        """
        try:
            with Tree(self.out) as tree:
                for piece in part.pieces():
                    self._put(part, piece, tree)
        except OSError as error:
            raise cannot("read", error.filename or part.path, error) from error

    def _put(self, part: FinishedPart, piece: Piece, tree: Tree) -> None:
        file = piece.file
        source, path = part.find(file), self.out / file
        folder = tree.open(file.rpartition("/")[0])
        if source is None:
            raise changed(part, file)
        if source.is_symlink() and piece.may_link:
            if path.is_symlink() and path.resolve() == source.resolve():
                self.placed.in_place += 1
            else:
                link_to(source, path, folder)
                self.placed.linked += 1
        elif _is_in_place(source, Path(locate(self.out, file)), piece):
            self.placed.in_place += 1
        elif source.is_symlink() or _digest(source) != piece.sha256:
            raise changed(part, file)
        elif link_or_copy(source, path, folder):
            self.placed.linked += 1
        else:
            self.placed.copied += 1


def _is_in_place(source: Path, path: Path, piece: Piece) -> bool:
    """Return True if an earlier merge has put a file there."""
    try:
        there, own = os.lstat(path), os.lstat(source)
    except OSError:
        return False
    if os.path.samestat(there, own):
        return True
    return stat.S_ISREG(there.st_mode) and (
        there.st_size == piece.bytes and _digest(path) == piece.sha256
    )


def _digest(path: Path) -> str:
    """Return the SHA-256 of a regular file, in hex; an empty text if it can't be read."""
    try:
        return digest_of(path) if path.is_file() else ""
    except OSError:
        return ""


def changed(part: FinishedPart, file: str) -> EnvironmentFailure:
    """Return the failure of a file of a part that is not as it was made."""
    return EnvironmentFailure(
        f"{part.path / file} is not what the records of part {part.part} say",
        "type the command of that part again with --verify, and then this one, which goes on",
    )
