"""Keep a JSON object about a dataset in the user's cache folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from augcli.errors import AugcliError, SourceProblem
from augcli.storage.files import make_folders, write_whole
from augcli.storage.read import read_file
from augcli.storage.sealed import sealed, unsealed
from augcli.storage.user_cache import cache_file, remove_unused


class JsonCache:
    """What is remembered of the dataset below a root, in a file of one kind.

    ``edition`` is that of how the values are found: what another one has left is not used. Nothing
    depends on the cache: if it is lost or damaged, or can't be written, it is empty. It is sealed
    by a checksum, so that nobody who loads it has to check the values.
    """

    def __init__(self, root: Path, kind: str, edition: int, *, used: bool) -> None:
        self._path = cache_file(root, kind) if used else None
        self._edition = edition

    def load(self) -> dict[str, Any]:
        """Return the object that was saved, or an empty one."""
        if self._path is None:
            return {}
        try:
            data = unsealed(read_file(self._path, sys.maxsize))
        except (AugcliError, SourceProblem):
            return {}
        if data is None:
            return {}
        with suppress(OSError):
            os.utime(self._path)  # it is still used
        found: dict[str, Any] = json.loads(data)
        return found if found["edition"] == self._edition else {}

    def save(self, fields: Mapping[str, Any]) -> None:
        """Save an object, if that can be done."""
        if self._path is None:
            return
        data = json.dumps({"edition": self._edition, **fields}).encode()
        with suppress(AugcliError, OSError):
            make_folders(self._path.parent)
            write_whole(self._path, sealed(data))
            remove_unused(self._path)
