"""Find the near duplicates among sources, to keep them on one side of a split."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from augcli.dataset.source import Source
from augcli.storage.remote.url import as_path

FindPairs = Callable[[Sequence[Source], int], list[tuple[str, str]]]
"""Returns the pairs of names of sources that are near duplicates, found by some workers."""


def near_duplicates(
    sources: Sequence[Source], workers: int, on_step: Callable[[int, int], None] = lambda *_: None
) -> list[tuple[str, str]]:
    """Return the pairs of names of sources that show the same picture."""
    from augcli.similarity.pairs import pairs_within  # not for --help

    names = {as_path(source.path): source.name for source in sources}
    return [(names[pair.a], names[pair.b]) for pair in pairs_within(names, workers, on_step)]
