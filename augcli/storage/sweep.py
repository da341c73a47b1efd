"""Remove the temporary files that killed runs have left."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.writing import sweep_server
from augcli.storage.temp_names import TEMP_PREFIX
from augcli.storage.tree import Tree
from augcli.storage.walk import walk


def sweep(root: Path) -> None:
    """Remove the temporary files of killed runs below ``root``. Raises EnvironmentFailure."""
    if is_url(root):
        sweep_server(str(root))
        return
    with Tree(root) as tree:  # by descriptors, which no link leads astray
        for folder, _, names in walk(root):
            for name in names:
                if name.startswith(TEMP_PREFIX):
                    within = tree.open(folder)
                    path = name if within is not None else str(root / folder / name)
                    with suppress(FileNotFoundError):
                        os.unlink(path, dir_fd=within)
