"""Remember what pictures measured between runs, in the user's cache folder."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from augcli.errors import AugcliError, SourceProblem
from augcli.inspection.measures import Measures
from augcli.storage.files import make_folders, write_whole
from augcli.storage.read import read_file
from augcli.storage.user_cache import cache_file, remove_unused

_EDITION = 1  # of how pictures are measured; what another one has measured is not used


class MeasureCache:
    """What the pictures below a root measured, by name and version of the file.

    A version is another one once a file is written or replaced: it holds size and times (see
    :func:`augcli.storage.digests.version_of`). Nothing depends on the cache: if it is lost or
    damaged, or can't be written, the pictures are measured again.
    """

    def __init__(self, root: Path, *, used: bool = True) -> None:
        self._path = cache_file(root, "measures") if used else None
        self._kept: dict[str, Any] = self._load()
        self._used: dict[str, Any] = {}
        self._has_news = False

    def get(self, name: str, version: str) -> Measures | None:
        """Return what a picture measured; None if that is not known of this version."""
        known = self._kept.get(name)
        if not version or not isinstance(known, list) or known[:1] != [version]:
            return None
        with suppress(TypeError, IndexError):
            measures = Measures.of_json(known[1])
            self._used[name] = known
            return measures
        return None

    def note(self, name: str, version: str, measures: Measures) -> None:
        """Remember what a picture measured, unless its file was written only just now."""
        if version:
            self._used[name] = [version, measures.as_json()]
            self._has_news = True

    def save(self) -> None:
        """Save what was noted or used. If that can't be done, it is measured again next time."""
        if not self._has_news or self._path is None:
            return
        text = json.dumps({"edition": _EDITION, "pictures": self._used})
        with suppress(AugcliError, OSError):
            make_folders(self._path.parent)
            write_whole(self._path, text.encode())
            remove_unused(self._path)

    def _load(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            found = json.loads(read_file(self._path, sys.maxsize))
            with suppress(OSError):
                os.utime(self._path)  # it is still used
            usable = found["edition"] == _EDITION and isinstance(found["pictures"], dict)
        except (AugcliError, SourceProblem, ValueError, TypeError, KeyError, RecursionError):
            return {}
        return dict(found["pictures"]) if usable else {}
