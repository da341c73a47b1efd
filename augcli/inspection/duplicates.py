"""Find pictures that are alike, and tell what that means for classes and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from augcli.dataset.labels.table import SEPARATOR
from augcli.dataset.source import Source
from augcli.inspection.pair_cache import NearPair, PairCache
from augcli.inspection.picture import Picture
from augcli.storage.remote.url import as_path


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
    cache: PairCache,
    workers: int,
    progress: Callable[[int, int], None],
) -> list[Alike]:
    """Return the pairs of pictures that are nearly the same, and not the same file.

    Pairs that the cache knows are not looked for. ``workers`` is the number of processes;
    ``progress`` is called with the steps done and of all.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    by_name = {one.source.name: one.source for one in pictures}
    pairs = cache.get()
    if pairs is None:
        pairs = _look_for_pairs(pictures, cache, workers, progress)
    return sorted(
        Alike((by_name[one.a], by_name[one.b]), "near-duplicate", one.score) for one in pairs
    )


def _look_for_pairs(
    pictures: Sequence[Picture],
    cache: PairCache,
    workers: int,
    progress: Callable[[int, int], None],
) -> list[NearPair]:
    from augcli.similarity.pairs import pairs_within  # it loads NumPy

    names = {as_path(one.source.path): one.source.name for one in pictures}
    bad: list[Path] = []
    pairs = [
        NearPair(names[pair.a], names[pair.b], pair.score)
        for pair in pairs_within(names, workers, progress, lambda path, _: bad.append(path))
        if pair.kind == "near-duplicate"
    ]
    if not bad:  # what can't be read now was measured before, and may be read next time
        cache.save(pairs)
    return pairs


def under_two_labels(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand under more than one class."""
    return [one for one in found if len(one.labels) > 1]


def across_splits(found: Sequence[Alike]) -> list[Alike]:
    """Return those that stand in more than one split."""
    return [one for one in found if len(one.splits) > 1]
