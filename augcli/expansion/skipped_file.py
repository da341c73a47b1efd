"""Read the sources of a finished run without copies, and tell if their file is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.skipped_source import SkippedSource
from augcli.expansion.verify_report import Difference
from augcli.storage.read import open_record


def read_skipped(out: Path, totals: Mapping[str, Any]) -> list[SkippedSource] | None:
    """Return the sources without copies; None if the file isn't as the run has written it.

    It must have as many lines as the ``totals`` of the run count.
    """
    try:
        with open_record(out / SKIPPED) as stream:
            found = [SkippedSource.parse(line) for line in stream]
        count = sum(totals[status] for status in ("bad", "refused", "skipped"))
    except (FileNotFoundError, KeyError, TypeError):
        return None
    whole = [one for one in found if one]
    return whole if len(whole) == len(found) == count else None


def skipped_differs(out: Path, totals: Mapping[str, Any] | None) -> Iterator[Difference]:
    """Yield a difference if the file of a finished run is missing or damaged."""
    if totals is not None and read_skipped(out, totals) is None:
        text = "is missing or damaged: run the same command again"
        yield Difference(SKIPPED, "skipped", text)
