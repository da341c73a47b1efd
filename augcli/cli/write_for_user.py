"""Write a file that the user named, or bytes to stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from augcli.errors import EnvironmentFailure, UsageProblem, path_error
from augcli.storage.files import make_folders, write_whole
from augcli.storage.remote.scheme import is_url


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
        if is_url(path):  # a server may be out of reach, or a bucket missing that is right as typed
            raise
        raise path_error(error.problem, hint, error.__cause__) from error


def write_to_stdout(data: bytes) -> None:
    """Write bytes to stdout, if the shell hasn't closed it."""
    if sys.stdout is not None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


def check_free(path: Path, may_go: Callable[[bytes], bool]) -> None:
    """Raise UsageProblem if a file is there whose content may not be replaced."""
    try:
        found = path.read_bytes() if path.is_file() else b""
    except OSError:  # writing tells what is wrong
        return
    if path.is_file() and not may_go(found):
        raise UsageProblem(f"{path} is there already, and is kept as it is", "give another name")
