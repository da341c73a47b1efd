"""The flags that say which images are taken, and what their class, group and split are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ArrangementFlags:
    """The flags that expand and split share, named after their parameters."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limit: int | None = None
    labels: Path | None = None
    image_column: str = ""
    label_column: str = ""
    split_column: str = ""
    group_column: str = ""
    split: str = ""
    group_by: str | None = None
    groups: Path | None = None
    group_near_duplicates: bool = False
