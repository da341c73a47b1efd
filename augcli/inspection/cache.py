"""Remember what pictures measured between runs, in the user's cache folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from augcli.inspection.json_cache import JsonCache
from augcli.inspection.measures import Measures

_EDITION = 1  # of how pictures are measured


class MeasureCache:
    """What the pictures below a root measured, by name and version of the file.

    A version is another one once a file is written or replaced: it holds size and times (see
    :func:`augcli.storage.digests.version_of`).
    """

    def __init__(self, root: Path, *, used: bool = True) -> None:
        self._file = JsonCache(root, "measures", _EDITION, used=used)
        self._kept: dict[str, Any] = self._file.load().get("pictures", {})
        self._used: dict[str, Any] = {}
        self._has_news = False

    def get(self, name: str, version: str) -> Measures | None:
        """Return what a picture measured; None if that is not known of this version."""
        known = self._kept.get(name)
        if not version or known is None or known[0] != version:
            return None
        self._used[name] = known
        return Measures.of_json(known[1])

    def note(self, name: str, version: str, measures: Measures) -> None:
        """Remember what a picture measured, unless its file was written only just now."""
        if version:
            self._used[name] = [version, measures.as_json()]
            self._has_news = True

    def save(self) -> None:
        """Save what was noted or used. If that can't be done, it is measured again next time."""
        if self._has_news:
            self._file.save({"pictures": self._used})
