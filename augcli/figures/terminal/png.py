"""A picture as base64 of a PNG, which two of the protocols carry."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import PIL.Image


def encode(picture: PIL.Image.Image) -> tuple[str, int]:
    """Return a picture as base64, and the number of bytes that this stands for."""
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    data = stream.getvalue()
    return base64.b64encode(data).decode(), len(data)
