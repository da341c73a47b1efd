"""Run augcli, and put a link in the place of a folder in the middle of the run.

``exchange.py FOLDER TARGET FUNCTION ARGUMENT ...``: before FUNCTION of ``os`` is called for a file
of FOLDER that has a temporary name, FOLDER is moved away and becomes a link to TARGET.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


def _exchanging(folder: Path, target: str, name: str) -> None:
    real = getattr(os, name)

    def called(path: Any, *rest: Any, **options: Any) -> Any:
        if ".augcli-tmp-" in str(path) and folder.is_dir() and not folder.is_symlink():
            folder.rename(folder.with_name("moved"))
            folder.symlink_to(target)
        return real(path, *rest, **options)

    setattr(os, name, called)


if __name__ == "__main__":
    import augcli.storage.tree  # noqa: F401, before it sees functions that are not those of os
    from augcli.cli import main

    _exchanging(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    main(sys.argv[4:])
