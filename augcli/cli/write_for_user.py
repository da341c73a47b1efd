"""Write a file that the user named, or bytes to stdout."""

from __future__ import annotations

import sys
from pathlib import Path

from augcli.errors import AugcliError, UsageProblem
from augcli.storage.files import make_folders, write_whole


def write_for_user(path: Path, data: bytes, hint: str = "give a file that you may write") -> None:
    """Write a file and the folders above it.

    Raises:
        UsageProblem: it can't be written. A path that the user typed is the user's to fix, so
            this is no EnvironmentFailure.
    """
    try:
        make_folders(path.parent)
        write_whole(path, data)
    except AugcliError as error:
        raise UsageProblem(error.problem, hint) from error


def write_to_stdout(data: bytes) -> None:
    """Write bytes to stdout, if the shell hasn't closed it."""
    if sys.stdout is not None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
