"""Tell URLs from paths, by their schemes."""

from __future__ import annotations

import re
from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_url(path: Path | str) -> bool:
    """Return True if a path is a URL: it has ``://`` after a scheme."""
    return "://" in str(path) and _SCHEME.match(str(path)) is not None


def scheme_of(url: str) -> str:
    """Return the scheme of a URL, in lower case."""
    return url.partition("://")[0].lower()
