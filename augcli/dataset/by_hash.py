"""Put names in an order, or in buckets, by their hashes: at random, and alike everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from augcli.storage.names import canonical


def by_hash(purpose: str, names: Iterable[str]) -> list[str]:
    """Return names sorted by the SHA-256 of each, the same on every machine.

    Another ``purpose`` gives an order that has nothing to do with it.
    """

    def key(name: str) -> tuple[bytes, str]:
        text = f"{purpose}:{canonical(name)}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), name

    return sorted(names, key=key)


def bucket_of(name: str, buckets: int) -> int:
    """Return the bucket of a name, 0 to ``buckets`` - 1: its SHA-256 modulo their number."""
    return int.from_bytes(_digest(name)) % buckets


class HashedNames:
    """Many names, of which only the hashes are kept: 32 bytes each."""

    def __init__(self) -> None:
        self._digests = bytearray()

    def add(self, name: str) -> None:
        self._digests += _digest(name)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._digests) // hashlib.sha256().digest_size

    def fill(self, buckets: int) -> bool:
        """Return True if each of so many buckets has a name."""
        size = hashlib.sha256().digest_size
        filled: set[int] = set()
        for place in range(0, len(self._digests), size):
            filled.add(int.from_bytes(self._digests[place : place + size]) % buckets)
            if len(filled) == buckets:
                return True
        return False


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
