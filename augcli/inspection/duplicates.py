"""Group pictures that are the same file, and tell what that means for classes and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from augcli.dataset.source import Source
from augcli.inspection.picture import Picture


class Alike(NamedTuple):
    """Pictures that are alike, in order of name: copies of one file, or near duplicates."""

    sources: tuple[Source, ...]
    kind: str
    score: float = 1.0

    @property
    def names(self) -> list[str]:
        """The paths below the root."""
        return [one.name for one in self.sources]

    @property
    def labels(self) -> list[str]:
        """The classes that the pictures stand under."""
        return sorted({one.label for one in self.sources})

    @property
    def splits(self) -> list[str]:
        """The splits that the pictures stand in; none in a dataset without splits."""
        return sorted({one.split for one in self.sources if one.split})


def exact_duplicates(pictures: Iterable[Picture]) -> list[Alike]:
    """Return the groups of pictures whose files have the same content, in order of name."""
    by_content: defaultdict[str, list[Source]] = defaultdict(list)
    for one in pictures:
        by_content[one.measures.sha256].append(one.source)
    groups = (tuple(sorted(found)) for found in by_content.values() if len(found) > 1)
    return sorted(Alike(group, "exact") for group in groups)


def under_two_labels(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand under more than one class."""
    return [one for one in found if len(one.labels) > 1]


def across_splits(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand in more than one split."""
    return [one for one in found if len(one.splits) > 1]
