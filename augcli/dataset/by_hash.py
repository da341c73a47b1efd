"""Put names in an order that only the names decide, and that looks random."""

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
