"""Write a file that the user named."""

from __future__ import annotations

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
