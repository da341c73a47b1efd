"""A file of a part that goes into OUT: its path there, its size and its SHA-256."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """A ``file`` of a part, by its path below the part, of so many ``bytes``.

    ``may_link`` is True if it may be a symbolic link to its source.
    """

    file: str
    bytes: int
    sha256: str
    may_link: bool = False
