"""Say which images were left out because their format is not read, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from augcli.cli.console import explain
from augcli.imaging.codec.unread import by_name

_EXAMPLES = 3


def explain_left_out(names: Mapping[str, Sequence[str]]) -> None:
    """Print the number of files of each format, from the names of the files by format."""
    for name, files in sorted(names.items()):
        count = f"{len(files)} {name} {'file' if len(files) == 1 else 'files'}"
        explain(f"{count} left out: {by_name(name).way_out} ({examples(files, len(files))})")


def examples(names: Sequence[str], count: int) -> str:
    """Return the first of ``count`` names, with dots if there are more."""
    shown = ", ".join(names[:_EXAMPLES])
    return shown if count <= min(len(names), _EXAMPLES) else f"{shown}, …"
