"""Find pictures that are alike, and tell what that means for classes and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from augcli.dataset.labels.table import SEPARATOR
from augcli.dataset.source import Source
from augcli.inspection.picture import Picture

NEAR = "near-duplicate"
"""The kind of a pair that shows the same picture in other bytes."""


class Alike(NamedTuple):
    """Pictures that are alike, in order of name: the files with one content, or a pair.

    ``kind`` is ``exact`` or ``near-duplicate``; ``score`` says how far a pair agrees, at most 1.
    """

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
        return sorted({SEPARATOR.join(one.classes) for one in self.sources})

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


def near_duplicates(
    pictures: Sequence[Picture],
    origins: Mapping[str, str],
    workers: int,
    progress: Callable[[int, int], None],
) -> list[Alike]:
    """Return the pairs of pictures that are nearly the same, and not the same file.

    ``origins`` has the source of each copy in an OUT: copies of one source are alike by design, and
    are no pair. ``workers`` is the number of processes; ``progress`` is called with the steps done
    and of all.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    from augcli.similarity.pairs import pairs_within  # it loads NumPy

    by_path = {Path(one.source.path): one.source for one in pictures}
    found = []
    for pair in pairs_within(by_path, workers, progress):
        first, other = by_path[pair.a], by_path[pair.b]
        copied = origins.get(first.name, first.name) == origins.get(other.name, other.name)
        if pair.kind == NEAR and not copied:
            found.append(Alike((first, other), pair.kind, pair.score))
    return sorted(found)


def under_two_labels(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand under more than one class."""
    return [one for one in found if len(one.labels) > 1]


def across_splits(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand in more than one split."""
    return [one for one in found if len(one.splits) > 1]
