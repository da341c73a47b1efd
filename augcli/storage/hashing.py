"""Hash files that may be too large for memory: while they are written, or bit by bit."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from augcli.storage.fetch import fetched

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class HashingStream(io.RawIOBase):
    """Passes bytes on to a stream; ``size`` counts them, and ``digest`` is their SHA-256 in hex."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: ReadableBuffer, /) -> int:
        """Write all of ``data``."""
        written = self._stream.write(data)
        self._hash.update(data)
        self.size += written
        return written

    @property
    def digest(self) -> str:
        """The SHA-256 of what was written so far, in hex."""
        return self._hash.hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file of any size, in hex. Raises OSError, EnvironmentFailure."""
    with fetched(path) as here, here.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
