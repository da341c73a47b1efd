"""Measure the pixels of a picture: brightness, contrast, sharpness, colourfulness."""

from __future__ import annotations

import math
from typing import NamedTuple

from augcli.imaging.image import Image
from augcli.imaging.kernels.opacity import lay_on_white
from augcli.imaging.lazy import Array, cv2, np

SIDE = 256
"""Pixels: the shorter side at which pictures are measured. Smaller ones are measured as they are.

The sharpness of a photo depends on its size, so those of one dataset need a common one.
"""

# Red minus green, and yellow minus blue, of red, green and blue (Hasler and Süsstrunk 2003).
_OPPONENTS = ((1.0, -1.0, 0.0), (0.5, 0.5, -1.0))


class Levels(NamedTuple):
    """What the pixels of a picture measure, in 8-bit levels: 0 is black, 255 white.

    ``brightness`` is the mean of the luma (ITU-R BT.601), ``contrast`` its standard deviation.
    ``sharpness`` is the variance of its Laplacian (Pech-Pacheco et al. 2000), in squared levels:
    some 100 and less for a blurred photo. ``colourfulness`` is that of Hasler and Süsstrunk
    ("Measuring colourfulness in natural images", 2003): 0 is gray, 33 moderately and 109 extremely
    colourful.
    """

    brightness: float
    contrast: float
    sharpness: float
    colourfulness: float


def measure_levels(image: Image) -> Levels:
    """Measure a picture of any mode and depth; transparent parts count as white."""
    pixels = reduced(_on_white(image)).astype(np.float32)
    if image.depth == 16:
        pixels /= 257
    luma = pixels if image.is_gray else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    luma = luma.reshape(pixels.shape[:2])
    # As levels beyond an edge are unknown, they repeat those at the edge.
    edges = cv2.Laplacian(luma, cv2.CV_32F, borderType=cv2.BORDER_REPLICATE)
    colour = 0.0 if image.is_gray else _colourfulness(pixels)
    measured = (luma.mean(), luma.std(), edges.var(), colour)
    return Levels(*(round(float(one), 2) for one in measured))


def reduced(pixels: Array) -> Array:
    """Return pixels averaged to a shorter side of 256; smaller pictures as they are.

    ``pixels`` has shape (height, width, channels), and dtype uint8 or uint16, as has the result.
    """
    height, width = pixels.shape[:2]
    scale = SIDE / min(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)


def _on_white(image: Image) -> Array:
    """Return the gray or the three colours of a picture, without alpha or a padding channel."""
    if image.has_alpha:
        return lay_on_white(reduced(image.pixels))
    # Not by slicing: what lies scattered in memory takes twice as long to average.
    return cv2.cvtColor(image.pixels, cv2.COLOR_RGBA2RGB) if image.mode == "RGBX" else image.pixels


def _colourfulness(pixels: Array) -> float:
    weights = np.array(_OPPONENTS, np.float32)
    means, deviations = cv2.meanStdDev(cv2.transform(pixels, weights))
    return math.hypot(*deviations.ravel()) + 0.3 * math.hypot(*means.ravel())
