"""A sample of a shard: the file of an image, its class and its record."""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """An image of a shard.

    ``file`` is its path, with ``/`` and with no dot in its name but that of the ending; ``data``
    are the bytes of the file; ``number`` is that of its class, None if it has none; ``record`` is
    its line of the manifest, as JSON.
    """

    file: str
    data: bytes
    number: int | None
    record: str


def in_utf8(file: str) -> str:
    """Return the path of a file, with U+FFFD for each byte of it that is no UTF-8."""
    return file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
