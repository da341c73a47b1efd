"""Put a checksum before data that is kept, so that damaged or edited data is told apart."""

from __future__ import annotations

import hashlib


def sealed(data: bytes) -> bytes:
    """Return data below a line with its SHA-256."""
    return _digest(data) + b"\n" + data


def unsealed(kept: bytes) -> bytes | None:
    """Return the data below its checksum; None if that is not the checksum of the data."""
    digest, _, data = kept.partition(b"\n")
    return data if digest == _digest(data) else None


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
