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
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest) % buckets
