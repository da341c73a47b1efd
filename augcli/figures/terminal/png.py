"""Encode a picture as a PNG in base64, for two of the protocols."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import PIL.Image


def encode(picture: PIL.Image.Image) -> tuple[str, int]:
    """Return a picture as a PNG in base64, and the size of the PNG in bytes."""
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    data = stream.getvalue()
    return base64.b64encode(data).decode(), len(data)
