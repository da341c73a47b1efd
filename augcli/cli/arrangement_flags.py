"""The flags that say which images are taken, and what their group and split are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ArrangementFlags:
    """The flags that expand and split share, named after their parameters."""

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
