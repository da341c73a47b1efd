"""Write a file that the user named."""

from __future__ import annotations

from pathlib import Path

from augcli.errors import EnvironmentFailure, path_error
from augcli.storage.files import make_folders, write_whole


def write_for_user(path: Path, data: bytes, hint: str = "give another file name") -> None:
    """Write a file and the folders above it.

    Raises:
        UsageProblem: the path can't be right as typed. The hint tells the way out.
        EnvironmentFailure: there is no permission, or the disk is full or broken.
    """
    try:
        make_folders(path.parent)
        write_whole(path, data)
    except EnvironmentFailure as error:
        raise path_error(error.problem, hint, error.__cause__) from error
