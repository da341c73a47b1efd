"""Files in the user's cache folder: what is remembered of a dataset, and may be lost."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

_UNUSED = 90 * 86_400.0  # seconds after which what is known of a dataset is forgotten


def cache_file(root: Path, kind: str) -> Path | None:
    """Return the file for what is remembered of a dataset; None if the user has no home.

    ``root`` is the folder of the dataset, ``kind`` the ending of the file.
    """
    return cache_file_of(os.fsencode(root.resolve()), kind)


def cache_file_of(name: bytes, kind: str) -> Path | None:
    """Return the file for what is remembered of anything that has a name, as for a dataset."""
    try:
        folder = _cache_folder()
    except RuntimeError:
        return None
    return folder / "augcli" / f"{hashlib.sha256(name).hexdigest()[:32]}.{kind}"


def remove_unused(beside: Path) -> None:
    """Remove the files of the same kind that no run has used for months. Raises OSError."""
    for path in beside.parent.glob(f"*{beside.suffix}"):
        if path.stat().st_mtime < time.time() - _UNUSED:
            path.unlink()


def _cache_folder() -> Path:
    """Return the folder where programs of the user keep what they can do without."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    # https://specifications.freedesktop.org/basedir-spec: a relative path doesn't count
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".cache"
