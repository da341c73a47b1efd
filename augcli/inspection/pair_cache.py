"""Remember the near duplicates of a dataset between runs, in the user's cache folder."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from augcli.errors import AugcliError, SourceProblem
from augcli.inspection.picture import Picture
from augcli.storage.files import make_folders, write_whole
from augcli.storage.read import read_file
from augcli.storage.user_cache import cache_file, remove_unused

_EDITION = 1  # of how pictures are compared; what another one has found is not used

Pair = tuple[str, str, float]
"""The names of two pictures, and how far they agree."""


class PairCache:
    """The near duplicates among pictures, if all of them are as they were when it was found.

    Nothing depends on the cache: if it is lost or damaged, the pictures are compared again.
    """

    def __init__(self, root: Path, pictures: Sequence[Picture], *, used: bool = True) -> None:
        self._path = cache_file(root, "pairs") if used else None
        content = sorted((one.source.name, one.measures.sha256) for one in pictures)
        self._of = hashlib.sha256(repr(content).encode()).hexdigest()

    def load(self) -> list[Pair] | None:
        """Return the pairs; None if they are not known of these pictures."""
        if self._path is None:
            return None
        try:
            found: Any = json.loads(read_file(self._path, sys.maxsize))
            with suppress(OSError):
                os.utime(self._path)  # it is still used
            if (found["edition"], found["of"]) != (_EDITION, self._of):
                return None
            return [(str(a), str(b), float(score)) for a, b, score in found["pairs"]]
        except (AugcliError, SourceProblem, ValueError, TypeError, KeyError, RecursionError):
            return None

    def save(self, pairs: Sequence[Pair]) -> None:
        """Save the pairs. If that can't be done, they are looked for again next time."""
        if self._path is None:
            return
        text = json.dumps({"edition": _EDITION, "of": self._of, "pairs": pairs})
        with suppress(AugcliError, OSError):
            make_folders(self._path.parent)
            write_whole(self._path, text.encode())
            remove_unused(self._path)
