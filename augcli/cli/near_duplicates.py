"""Find the near duplicates among sources, with progress."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.step_progress import step_progress
from augcli.dataset.source import Source
from augcli.expansion.request.near_duplicates import near_duplicates


def near_duplicates_with_progress(
    sources: Sequence[Source], workers: int, *, quiet: bool
) -> list[tuple[str, str]]:
    """Return the pairs of names of sources that show the same picture."""
    with step_progress("near duplicates", quiet=quiet) as on_step:
        return near_duplicates(sources, workers, on_step)
