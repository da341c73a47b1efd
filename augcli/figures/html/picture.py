"""Encode a picture as a data URL."""

from __future__ import annotations

import base64
import io
from typing import Any

from augcli.figures.rgb import as_rgb
from augcli.imaging.image import Image

SMALL = 128
"""Pixels: smaller pictures are stored as PNG, as JPEG would show its artefacts."""

_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 90}
_PNG: dict[str, Any] = {"format": "PNG"}


def data_url(image: Image) -> str:
    """Return a picture as a URL that holds it: as JPEG, or as PNG if it is small or has alpha."""
    options = _PNG if image.has_alpha or max(image.frame) <= SMALL else _JPEG
    # The profile of a gray picture doesn't fit the RGB that is shown.
    profile = image.icc if image.mode.startswith("RGB") else None
    stream = io.BytesIO()
    as_rgb(image).save(stream, icc_profile=profile, **options)
    data = base64.b64encode(stream.getvalue()).decode()
    return f"data:image/{options['format'].lower()};base64,{data}"
