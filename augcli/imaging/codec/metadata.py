"""Remove the metadata of a file without decoding its picture, which would lose quality."""

from __future__ import annotations

from collections.abc import Callable

from augcli.imaging.codec import jpeg_markers, png_chunks, webp_chunks
from augcli.imaging.codec.formats import Format

_WAYS: dict[str, tuple[bytes, Callable[[bytes], bytes | None]]] = {
    "jpg": (b"\xff\xd8", jpeg_markers.without_metadata),
    "png": (b"\x89PNG", png_chunks.without_metadata),
    "webp": (b"RIFF", webp_chunks.without_metadata),
}


def without_metadata(data: bytes, into: Format) -> bytes | None:
    """Return a sound file as a format holds it, with its colour profile and no other metadata.

    None if it has another format, or if that takes decoding it and encoding it again.
    """
    if into.name not in _WAYS:
        return None
    magic, removed = _WAYS[into.name]
    return removed(data) if data.startswith(magic) else None
