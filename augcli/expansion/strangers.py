"""Find what is in a folder of outputs and in no record: other files, links, empty folders."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path

from augcli.storage.names import canonical


def strangers(out: Path, known: Container[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the path below ``out``, a short code and a text for each stranger, in order.

    ``known`` are the paths of the files, and of folders without any, that belong there.
    """
    for folder, below, files in os.walk(out):
        below.sort()
        relative = os.path.relpath(folder, out).replace(os.sep, "/")
        above = "" if relative == "." else f"{relative}/"
        links = [name for name in below if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            file = f"{above}{name}"
            if file not in known and canonical(file) not in known:
                yield file, "stranger", "is not in the manifest"
        if above and not files and not below and relative not in known:
            yield relative, "empty", "is an empty folder"
