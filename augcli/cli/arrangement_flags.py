"""The flags that say which images are taken, and what their group and split are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ArrangementFlags:
    """The flags that expand and split share, named after their parameters."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limit: int | None = None
    split: str = ""
    group_by: str | None = None
    group_near_duplicates: bool = False
