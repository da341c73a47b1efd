"""Find what is in a folder of outputs and in no record: other files, links, empty folders."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from augcli.storage.names import canonical
from augcli.storage.walk import walk


def strangers(out: Path, known: Container[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the path below ``out``, a short code and a text for each stranger, in order.

    ``known`` are the paths of the files, and of folders without any, that belong there.
    """
    for folder, below, files in walk(out):
        above = f"{folder}/" if folder else ""
        for name in files:
            file = f"{above}{name}"
            if file not in known and canonical(file) not in known:
                yield file, "stranger", "is not in the manifest"
        if above and not files and not below and folder not in known:
            yield folder, "empty", "is an empty folder"
