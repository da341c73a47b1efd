"""Tell which files a folder has, and their sizes, by one listing."""

from __future__ import annotations

import os
from pathlib import Path

from augcli.storage.remote.listing import list_anew
from augcli.storage.remote.scheme import is_url


def file_sizes(folder: Path) -> dict[str, int]:
    """Return the size of each file right in a folder, in bytes, by name; none if it is not there.

    Raises OSError, or EnvironmentFailure if a server can't tell.
    """
    try:
        if is_url(folder):
            return {one.name: one.size for one in list_anew(str(folder)) if not one.folder}
        with os.scandir(folder) as entries:
            return {one.name: one.stat().st_size for one in entries if one.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
