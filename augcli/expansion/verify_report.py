"""Report a verification: the files that differ from their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.errors import ExitCode


@dataclass(frozen=True)
class Difference:
    """A file that differs from its record: ``kind`` is a short code, ``text`` is for people."""

    file: str
    kind: str
    text: str


@dataclass
class VerifyReport:
    """The result of a verification: the number of files checked, and the differences."""

    out: Path
    files: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.differences else ExitCode.OK

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        found = [vars(difference) for difference in self.differences]
        return {"out": str(self.out), "files": self.files, "differences": found}
