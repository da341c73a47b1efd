"""What is split: sources, by name, with their class and group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from augcli.dataset.by_hash import by_hash

TRAIN = "train"
"""The side that gets what the others don't hold out."""


class Unit(NamedTuple):
    """A source, and the group that it stays with; an empty ``group`` is one of its own."""

    name: str
    label: str
    group: str = ""


def grouped(units: Iterable[Unit]) -> list[list[Unit]]:
    """Return the units of each group: large groups first, those of one size by hash."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        # A name has no null byte, so no group can have the key of a single source.
        groups.setdefault(unit.group or f"\0{unit.name}", []).append(unit)
    ordered = [groups[key] for key in by_hash("split", groups)]
    return sorted(ordered, key=len, reverse=True)
