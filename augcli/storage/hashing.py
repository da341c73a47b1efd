"""Hash what is written to a file while it is written."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

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
