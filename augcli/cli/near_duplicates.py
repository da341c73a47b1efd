"""Find the near duplicates among sources, with progress."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from augcli.cli.step_progress import step_progress
from augcli.dataset.source import Source


def near_duplicates(
    sources: Sequence[Source], workers: int, *, quiet: bool
) -> list[tuple[str, str]]:
    """Return the pairs of names of sources that show the same picture."""
    from augcli.similarity.pairs import pairs_within  # not for --help

    names = {Path(source.path): source.name for source in sources}
    with step_progress("near duplicates", quiet=quiet) as on_step:
        pairs = pairs_within(names, workers, on_step)
    return [(names[pair.a], names[pair.b]) for pair in pairs]
