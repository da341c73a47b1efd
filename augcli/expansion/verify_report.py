"""Report a verification: the files that differ from their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.errors import ExitCode

LEVELS, SHARE = 16, 0.999
"""Copies of different processors count as the same if this share of their levels, or more, is
within so many of 255."""


@dataclass(frozen=True)
class Difference:
    """A file that differs from its record: ``kind`` is a short code, ``text`` is for people."""

    file: str
    kind: str
    text: str


@dataclass
class VerifyReport:
    """The result of a verification: the number of files checked, and the differences.

    In a folder of shards, ``files`` counts the images in these, and ``shards`` the shards.

    ``others`` are the kinds of other processors that made files, if copies were compared with those
    made here, within a bound then.
    """

    out: Path
    files: int = 0
    shards: int = 0
    others: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.differences else ExitCode.OK

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        found = [vars(difference) for difference in self.differences]
        bound = {"levels": LEVELS, "share": SHARE, "made_on": self.others} if self.others else None
        return {
            "out": str(self.out),
            "files": self.files,
            **({"shards": self.shards} if self.shards else {}),
            "bound": bound,
            "differences": found,
        }
