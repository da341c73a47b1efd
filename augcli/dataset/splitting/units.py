"""What is split: sources, by name, with their class and group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from augcli.dataset.by_hash import by_hash
from augcli.dataset.source import Source

TRAIN = "train"
"""The side that gets what the others don't hold out."""


class Unit(NamedTuple):
    """A source, and the group that it stays with; an empty ``group`` is one of its own."""

    name: str
    label: str
    group: str = ""


def units_of(sources: Iterable[Source]) -> list[Unit]:
    """Return sources as units. One with several labels counts for the rarest of them.

    So the shares are met for rare labels too, which a random split would put on one side. Source:
    Sechidis et al., On the stratification of multi-label data, 2011, which goes from rare to common
    labels too.
    """
    sources = list(sources)
    images = Counter(label for source in sources for label in source.labels or ())

    def stratum(source: Source) -> str:
        if source.labels is None:
            return source.label
        return min(source.labels, key=lambda one: (images[one], one), default="")

    return [Unit(one.name, stratum(one), one.group) for one in sources]


def grouped(units: Iterable[Unit]) -> list[list[Unit]]:
    """Return the units of each group: large groups first, those of one size by hash."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        # A name has no null byte, so no group can have the key of a single source.
        groups.setdefault(unit.group or f"\0{unit.name}", []).append(unit)
    ordered = [groups[key] for key in by_hash("split", groups)]
    return sorted(ordered, key=len, reverse=True)
