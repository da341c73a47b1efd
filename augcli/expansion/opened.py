"""The source of a job while its copies are made, and the copies that are drawn of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from augcli.expansion.jobs import Job
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.pipeline.quality import Gate
from augcli.pipeline.steps import Recipe
from augcli.storage.shards.contents import status_of


@dataclass
class Opened:
    """The source of a job, decoded, with the maker and the gate for its copies.

    ``path`` is where its file is, and ``version`` are the numbers of :func:`file_version` from
    before it was read. ``read`` is what an outcome says of that: the version for the cache of
    digests, and the SHA-256 in hex.
    """

    job: Job
    maker: CopyMaker
    source: OpenSource
    path: str
    version: tuple[int, ...]
    read: tuple[str, str]
    gate: Gate | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, in hex."""
        return self.read[1]

    def draw(self) -> list[Drawn]:
        """Draw the recipes of the copies that are missing."""
        name = self.job.name
        recipes = self.maker.draw(self.job.source.name, self.job.missing)
        return [Drawn(self, copy, name.copy(copy), recipe) for copy, recipe in recipes.items()]


class Drawn(NamedTuple):
    """A copy before it is made: its source, its number, its file below OUT, and its recipe."""

    opened: Opened
    copy: int
    file: str
    recipe: Recipe


def file_version(path: str) -> tuple[int, ...]:
    """Return numbers that change when a file is written or replaced."""
    try:
        status = status_of(path)
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns
