"""The flags that say which images are taken, and what their group and split are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ArrangementFlags:
    """The flags that expand and split share, and ``folds`` of split, by parameter."""

    labels: Path | None = None
    image_column: str | None = None
    label_column: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limit: int | None = None
    split: str = ""
    group_by: str | None = None
    groups: Path | None = None
    group_near_duplicates: bool = False
    folds: int | None = None

    @property
    def typed_labels(self) -> tuple[str, ...]:
        """The flags of the table of labels as they are typed."""
        columns = [("--image-column", self.image_column or "")]
        columns += [("--label-column", one) for one in self.label_column]
        table = str(self.labels) if self.labels else ""
        named = [("--labels", table), *columns]
        return tuple(word for flag, value in named if value for word in (flag, value))
