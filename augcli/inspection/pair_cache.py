"""Remember the near duplicates of a dataset between runs, in the user's cache folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from augcli.inspection.json_cache import JsonCache
from augcli.inspection.picture import Picture

_EDITION = 1  # of how near duplicates are found


class NearPair(NamedTuple):
    """The names of two pictures that are nearly the same, and how far they agree, at most 1."""

    a: str
    b: str
    score: float


class PairCache:
    """The near duplicates among pictures below a root, as long as none of them changes.

    All pictures are one key: a new one may be a near duplicate of any.
    """

    def __init__(self, root: Path, pictures: Iterable[Picture], *, used: bool = True) -> None:
        self._file = JsonCache(root, "pairs", _EDITION, used=used)
        contents = sorted((one.source.name, one.measures.sha256) for one in pictures)
        self._key = hashlib.sha256(json.dumps(contents).encode()).hexdigest()

    def get(self) -> list[NearPair] | None:
        """Return the pairs; None if they are not known of these pictures."""
        kept = self._file.load()
        if kept.get("key") != self._key:
            return None
        return [NearPair(*one) for one in kept["pairs"]]

    def save(self, pairs: Iterable[NearPair]) -> None:
        """Save the pairs. If that can't be done, they are looked for again next time."""
        self._file.save({"key": self._key, "pairs": list(pairs)})
