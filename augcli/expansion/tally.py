"""Count the sources of a class and what became of them, and add such counts up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, TypeVar

from augcli.errors import Status

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RowT = TypeVar("RowT", bound="DataclassInstance")


@dataclass
class Tally:
    """Counts of the sources of one class, or of all.

    ``copies`` counts the copies in place, ``carried`` the originals of splits that get no copies.
    """

    sources: int = 0
    copies: int = 0
    bad: int = 0
    refused: int = 0
    skipped: int = 0
    carried: int = 0

    @property
    def expanded(self) -> int:
        """The number of sources with all outputs in place."""
        return self.sources - self.bad - self.refused - self.skipped

    def count(self, status: Status) -> None:
        """Count a source without outputs."""
        setattr(self, status, getattr(self, status) + 1)

    def as_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {"sources": self.sources, "expanded": self.expanded, **asdict(self)}


def together(kind: type[RowT], rows: Collection[RowT]) -> RowT:
    """Add up dataclasses whose fields are all counts."""
    names = [item.name for item in fields(kind)]
    return kind(**{name: sum(getattr(row, name) for row in rows) for name in names})
