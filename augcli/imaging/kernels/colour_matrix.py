"""Mix the colour channels of each pixel by a matrix."""

from __future__ import annotations

from augcli.imaging.image import Image
from augcli.imaging.kernels.portable import dyadic
from augcli.imaging.lazy import Array, cv2, np

Row = tuple[float, float, float, float]
Rows = tuple[Row, Row, Row]
"""A colour matrix. Each row holds the factors of red, green and blue, and an offset in 0..255."""

_BITS = 26  # of a factor: the product with a level, up to a factor of 512, fits 53 bits


def without_padding(image: Image) -> Image:
    """Return a picture of mode RGBX as RGB, which is faster where pixels are not warped."""
    if image.mode != "RGBX":
        return image
    return image.with_pixels(cv2.cvtColor(image.pixels, cv2.COLOR_RGBA2RGB), "RGB")


def mix_channels(image: Image, rows: Rows) -> Array:
    """Return the pixels of a picture in RGB or RGBA with a colour matrix applied."""
    matrix = np.array(rows)
    matrix[:, 3] *= image.top / 255
    if not image.has_alpha:
        return _transformed(image.pixels, matrix)
    # Alpha is taken off and put back: a matrix for four channels is several times slower.
    colour = _transformed(cv2.cvtColor(image.pixels, cv2.COLOR_RGBA2RGB), matrix)
    pixels = cv2.cvtColor(colour, cv2.COLOR_RGB2RGBA)
    pixels[..., 3] = image.pixels[..., 3]
    return pixels


def _transformed(pixels: Array, matrix: Array) -> Array:
    if pixels.dtype == np.uint8:
        return cv2.transform(pixels, matrix)
    # In float32, which OpenCV would use, 16-bit levels depend on the processor.
    levels = cv2.transform(pixels.astype(np.float64), dyadic(matrix, _BITS))
    made: Array = cv2.add(levels, 0.0, dtype=cv2.CV_16U)  # type: ignore[call-overload]  # takes a number too
    return made
