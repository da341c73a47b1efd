"""Find the near duplicates among sources, with progress."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from augcli.dataset.source import Source


def near_duplicates(sources: Sequence[Source], workers: int) -> list[tuple[str, str]]:
    """Return the pairs of names of sources that show the same picture."""
    from augcli.similarity.pairs import pairs_within  # not for --help

    names = {Path(source.path): source.name for source in sources}
    return [(names[pair.a], names[pair.b]) for pair in pairs_within(list(names), workers=workers)]
