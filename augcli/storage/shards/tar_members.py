"""Walk through the members of a tar, whatever its headers claim."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

_BLOCK = 512  # bytes
# What tarfile lets through of headers that nobody has written as they are.
_ODD = (tarfile.TarError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)


class _WithinFile:
    """A file that is read as far as it goes: tarfile asks for all that a header claims.

    Otherwise a header of a few bytes would take the memory that it names.
    """

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, place: int) -> int:
        return self._stream.seek(max(0, min(place, self._size)))

    def read(self, size: int) -> bytes:
        return self._stream.read(max(0, min(size, self._size - self.tell())))


def members(stream: BinaryIO, size: int) -> Iterator[tarfile.TarInfo]:
    """Yield the members of a tar of so many bytes. The data of each may be read from the stream.

    Raises:
        ValueError: what follows is damaged, or missing.
        OSError: it can't be read.
    """
    listed = 0
    try:
        within = cast("BinaryIO", _WithinFile(stream, size))
        # Not with r|, which takes a file that was cut between two members for a whole one.
        with tarfile.open(fileobj=within, mode="r:") as tar:
            for member in tar:
                # Of a size below 0, tarfile would read the same headers for ever.
                if member.size < 0 or not (is_sparse(member) or _ends_in(member, size)):
                    break
                listed += 1
                yield member
            else:
                # tarfile takes a damaged header for the end; a whole tar ends with empty blocks.
                within.seek(tar.offset)
                if within.read(_BLOCK) == bytes(_BLOCK):
                    return
    except _ODD as error:
        raise ValueError(f"is no whole tar: {error}") from error
    raise ValueError(f"is cut short or damaged after its first {listed} files")


def is_sparse(member: tarfile.TarInfo) -> bool:
    """Return True if the data of a member are stored without the zeros in them."""
    return member.sparse is not None or member.type == tarfile.GNUTYPE_SPARSE


def _ends_in(member: tarfile.TarInfo, size: int) -> bool:
    return member.offset_data + member.size <= size
