"""Compress a picture with loss and decode it again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from augcli.imaging.image import Image
from augcli.imaging.kernels.alpha import apply_to_colours
from augcli.imaging.lazy import Array, cv2, np

Encode = Callable[[Array], bytes]

JPEG_LONGEST = 65_488  # pixels of a side that JPEG can hold, in whole blocks
WEBP_LONGEST = 16_368
_WEBP_METHOD = 2  # twice as fast as 4, the default, which is smaller but looks the same


def jpeg(pixels: Array, quality: int) -> bytes:
    """Encode uint8 pixels of one or three channels as JPEG, colours at half the resolution."""
    # Not by the project's own codec: it falls back on Pillow where simplejpeg is missing, and the
    # pixels would differ.
    shown = pixels if pixels.shape[2] == 1 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()


def webp(pixels: Array, quality: int) -> bytes:
    """Encode uint8 pixels of one or three channels as WebP with loss."""
    from PIL import Image as PillowImage

    stream = BytesIO()
    shown = pixels[..., 0] if pixels.shape[2] == 1 else pixels
    PillowImage.fromarray(shown).save(stream, "WEBP", quality=quality, method=_WEBP_METHOD)
    return stream.getvalue()


def recompress(image: Image, encode: Encode, longest: int) -> Array:
    """Return the pixels of a picture encoded and decoded again; alpha is undefined.

    ``encode`` takes uint8 of one channel or three, with sides up to ``longest`` pixels; larger
    pictures are encoded in parts.
    """

    def changed(pixels: Array) -> Array:
        if pixels.dtype == np.uint8:
            return _by_parts(pixels, encode, longest)
        # These formats hold 8 bits: the change in those is added to all 16.
        before = cv2.convertScaleAbs(pixels, alpha=1 / 257).reshape(pixels.shape)
        after = _by_parts(before, encode, longest)
        change = cv2.subtract(after, before, dtype=cv2.CV_32F) * np.float32(257)
        return cv2.add(pixels, change, dtype=cv2.CV_16U)

    return apply_to_colours(image, changed)


def _by_parts(pixels: Array, encode: Encode, longest: int) -> Array:
    for axis in (0, 1):
        if pixels.shape[axis] > longest:
            parts = np.split(pixels, range(longest, pixels.shape[axis], longest), axis)
            return np.concatenate([_by_parts(part, encode, longest) for part in parts], axis)
    gray = pixels.shape[2] == 1
    data = np.frombuffer(encode(np.ascontiguousarray(pixels)), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if gray else cv2.IMREAD_COLOR_RGB)
    return np.reshape(np.asarray(decoded), pixels.shape)
