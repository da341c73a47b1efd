"""Split photos into folds, again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from augcli.dataset.by_hash import by_hash
from augcli.dataset.source import Source
from augcli.imaging.lazy import Array, np


def group_of(source: Source) -> str:
    """Return the group of a photo, which stays in one fold; one that is in none is its own."""
    return source.group or source.name


def numbered(groups: Iterable[str]) -> Array:
    """Return the number of each group, (n,), from 0, as they come."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], np.int64)


def splits_of(units: Sequence[tuple[str, int]], folds: int, repeats: int, seed: int) -> Array:
    """Return the folds of photos under each repeat, (repeats, photos), by hashes of their groups.

    ``units`` are the group and the class of each photo. The photos of a group have one fold, and
    each class is spread evenly.
    """
    classes: dict[str, int] = {}
    for group, number in units:
        classes.setdefault(group, number)
    found = []
    for repeat in range(repeats):
        fold: dict[str, int] = {}
        counts: dict[int, int] = {}
        for group in by_hash(f"folds {repeat} of seed {seed}", classes):
            number = classes[group]
            # Each class begins with another fold, so that small ones don't all lack the last.
            counts[number] = counts.get(number, (repeat + number) % folds) + 1
            fold[group] = counts[number] % folds
        found.append([fold[group] for group, _ in units])
    return np.array(found, np.int64)
