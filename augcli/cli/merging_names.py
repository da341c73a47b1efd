"""Say which names some file systems take for the same."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.storage.names import canonical


def merging_text(names: Sequence[str]) -> str:
    """Return a sentence on names that would be one file or folder on another machine."""
    forms = len({canonical(name) for name in names}) < len(names)
    how = " (they differ in their Unicode normal form)" if forms else ""
    return f"{' and '.join(names)} have the same name on some systems{how}: they would be merged"
