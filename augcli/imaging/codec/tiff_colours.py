"""Name the colours of a TIFF that Pillow can't read, such as 16-bit LAB."""

from __future__ import annotations

import io

from PIL.TiffImagePlugin import ImageFileDirectory_v2

_BITS, _MEANING, _SAMPLES = (
    258,
    262,
    277,
)  # BitsPerSample, PhotometricInterpretation, SamplesPerPixel
_GRAY = (0, 1)
# By its value (TIFF 6.0 and libtiff's tiff.h). Other values with odd depths count as damaged.
_NOT_READ = {
    **{8: "LAB", 9: "ICC LAB", 10: "ITU LAB", 32844: "LogL", 32845: "LogLuv"},
    **{32803: "a raw sensor", 34892: "a raw sensor"},
}


def colours_not_read(tiff: bytes) -> str:
    """Return the colours of a TIFF by its header if they are not read, else an empty string."""
    try:
        start = 16 if tiff[2:3] == b"+" or tiff[3:4] == b"+" else 8  # BigTIFF has version 43
        tags = ImageFileDirectory_v2(tiff[:start])
        stream = io.BytesIO(tiff)
        stream.seek(tags.next)
        tags.load(stream)
        if tags[_MEANING] in _GRAY and tags.get(_SAMPLES) == 2 and 16 in tags[_BITS]:
            return "16-bit gray with alpha"
        return _NOT_READ.get(tags[_MEANING], "")
    # Pillow raises whatever it likes on damage: SyntaxError, struct.error, KeyError, …
    except Exception:
        return ""
