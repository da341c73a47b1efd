"""Tell whether a typed word is the name of a file or folder; any text may be asked for."""

from __future__ import annotations

import os


def is_there(typed: str) -> bool:
    """Return True if there is such a file or folder; no name is too long to be asked for."""
    return os.path.exists(typed)  # noqa: PTH110, Path.exists raises for a name too long
