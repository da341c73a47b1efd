"""Remember many names in little memory, to ask later whether a name is among them."""

from __future__ import annotations

import hashlib
from array import array

_BITS = 64  # with a hundred million names, 1 of 10^11 others is taken for one of them


class NameSet:
    """A set of names that keeps a hash of each: 8 bytes, where the names would take 100."""

    def __init__(self) -> None:
        self._hashes = array("Q")
        self._are_sorted = True

    def add(self, name: str) -> None:
        """Add a name."""
        self._hashes.append(_hash(name))
        self._are_sorted = False

    def __contains__(self, name: object) -> bool:
        import numpy as np  # not for --help

        hashes = np.frombuffer(self._hashes, np.uint64)
        if not self._are_sorted:
            hashes.sort()
            self._are_sorted = True
        wanted = np.uint64(_hash(str(name)))
        place = int(np.searchsorted(hashes, wanted))
        return place < len(hashes) and bool(hashes[place] == wanted)


def _hash(name: str) -> int:
    text = name.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=_BITS // 8).digest())
