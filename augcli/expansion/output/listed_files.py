"""Find and remove files that a manifest lists, and nothing outside its folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from augcli.storage.at_once import at_once
from augcli.storage.files import remove
from augcli.storage.names import locate
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.url import as_path


def inside(out: Path, file: str) -> Path | None:
    """Return the path of a file of a manifest; None if it leads out of the folder."""
    relative = PurePosixPath(file)
    if relative.is_absolute() or ".." in relative.parts:
        return None
    try:
        path = as_path(locate(out, file))
        if is_url(path):
            return path  # no link leads out of a bucket
        if not path.parent.is_dir():
            return None
        return path if path.parent.resolve().is_relative_to(out.resolve()) else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def remove_files(out: Path, files: Iterable[str]) -> list[str]:
    """Remove files of a manifest, and nothing outside the folder; return which are gone.

    Raises EnvironmentFailure.
    """
    paths = {file: path for file in files if (path := inside(out, file))}
    for _ in at_once(lambda path: remove(path, out), [*paths.values()]):
        pass
    return list(paths)
