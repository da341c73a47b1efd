"""Resampling, by OpenCV: the one place where pixels move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from augcli.kinds.geometry import Homography

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Frame, Image
    from augcli.kinds.geometry import Bend, Matrix, Points
    from augcli.resampling import Resampling

_INTERPOLATION = {
    "nearest": cv2.INTER_NEAREST,
    "bilinear": cv2.INTER_LINEAR,
    "bicubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
}
_BORDER = {
    "nearest": cv2.BORDER_REPLICATE,
    "reflect": cv2.BORDER_REFLECT,
    "wrap": cv2.BORDER_WRAP,
    "constant": cv2.BORDER_CONSTANT,
}
_FLIPS = {(1.0, 1.0): None, (-1.0, 1.0): 1, (1.0, -1.0): 0, (-1.0, -1.0): -1}
# The maps that keep pixels whole: whether rows become columns, and the flip that comes after.
_STRAIGHT = {
    ((x, 0.0, 0.0), (0.0, y, 0.0), (0.0, 0.0, 1.0)): (False, flip)
    for (x, y), flip in _FLIPS.items()
}
_SWAPPED = {
    ((0.0, y, 0.0), (x, 0.0, 0.0), (0.0, 0.0, 1.0)): (True, flip) for (x, y), flip in _FLIPS.items()
}
_ON_THE_GRID: dict[Matrix, tuple[bool, int | None]] = _STRAIGHT | _SWAPPED

_MARGIN = 4  # pixels around a point that the widest interpolation looks at
_MOST_PADDING = 4  # times the picture's own area
_MOST_PIXELS = 4_000_000  # however small it is
_LONGEST = 32_766  # what OpenCV can warp


def warp(image: Image, matrix: Matrix, frame: Frame, resampling: Resampling) -> NDArray[Any]:
    """Give the pixels of ``image`` as ``matrix`` maps them into ``frame``.

    ``matrix`` takes output to source coordinates, both in pixels from their frame's centre.
    Unmoved, mirrored and quarter-turned pictures skip the resampling, with the same pixels as it
    would give.
    """
    swap, flip = _ON_THE_GRID.get(matrix, (False, None))
    if matrix not in _ON_THE_GRID or frame != (image.frame[::-1] if swap else image.frame):
        return _resample(image, matrix, frame, resampling)
    pixels = _with_channels(cv2.transpose(image.pixels)) if swap else image.pixels
    return pixels if flip is None else _with_channels(cv2.flip(pixels, flip))


def bend(
    image: Image, maps: tuple[Homography | Bend, ...], frame: Frame, how: Resampling
) -> NDArray[Any]:
    """Give the pixels of ``image`` as ``maps``, the last of which is nearest to the output, say."""
    x = np.arange(frame.width, dtype=np.float32)[np.newaxis] - (frame.width - 1) / 2
    y = np.arange(frame.height, dtype=np.float32)[:, np.newaxis] - (frame.height - 1) / 2
    for one in reversed(maps):
        x, y = _mapped(one.matrix, x, y) if isinstance(one, Homography) else one(x, y)
    return _sample(image, x, y, frame, how)


def _mapped(matrix: Matrix, x: NDArray[Any], y: NDArray[Any]) -> Points:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    below = g * x + h * y + i if (g, h) != (0, 0) else i
    return (a * x + b * y + c) / below, (d * x + e * y + f) / below


def _sample(
    image: Image, x: NDArray[Any], y: NDArray[Any], frame: Frame, how: Resampling
) -> NDArray[Any]:
    pixels, border = image.pixels, _BORDER[how.fill_mode]
    # As for affine maps: a point midway takes the later pixel, an enlarged rim doesn't fade.
    tie = max(1e-4, max(pixels.shape) * 2.0**-22) if how.interpolation == "nearest" else 0
    x = x + ((image.frame.width - 1) / 2 + tie)
    y = y + ((image.frame.height - 1) / 2 + tie)
    shape = frame.height, frame.width
    return _with_channels(
        cv2.remap(
            pixels,
            np.ascontiguousarray(np.broadcast_to(x, shape), np.float32),
            np.ascontiguousarray(np.broadcast_to(y, shape), np.float32),
            _INTERPOLATION[how.interpolation],
            borderMode=border,
            borderValue=_fill(image, how),
        )
    )


def _resample(image: Image, matrix: Matrix, frame: Frame, how: Resampling) -> NDArray[Any]:
    if matrix[2] != (0.0, 0.0, 1.0):
        return bend(image, (Homography(matrix),), frame, how)
    border, interpolation = _BORDER[how.fill_mode], _INTERPOLATION[how.interpolation]
    pixels, affine = image.pixels, _in_pixels(matrix, image.frame, frame)
    if border != cv2.BORDER_CONSTANT:
        pixels, affine = _padded(pixels, affine, frame, border)
    elif min(frame) > min(image.frame):
        # Enlarged, the outer half of the outermost pixels would be seen to fade into the fill.
        pixels = cv2.copyMakeBorder(pixels, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
        affine[:, 2] += 1
    if interpolation == cv2.INTER_NEAREST:
        # A point midway between two pixels takes the later one, as in scipy and Pillow; left
        # alone, OpenCV 5 rounds such ties to even, so that a zoom repeats pixels in an uneven
        # rhythm. It calculates in single precision: more is needed on larger pictures.
        affine[:, 2] += max(1e-4, max(pixels.shape) * 2.0**-22)
    return _with_channels(
        cv2.warpAffine(
            pixels,
            affine,
            frame,
            flags=interpolation | cv2.WARP_INVERSE_MAP,
            borderMode=border,
            borderValue=_fill(image, how),
        )
    )


def _fill(image: Image, how: Resampling) -> list[float]:
    return [level * image.top / 255 for level in how.fill(image.mode)]


def _padded(
    pixels: NDArray[Any], affine: NDArray[Any], frame: Frame, border: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Continue the picture as far as the output reaches beyond it, unless that is very far.

    OpenCV samples the inside of a picture up to twice as fast as what lies beyond its edges, where
    it works out every neighbour by itself (bicubic: wrongly so, where a picture is repeated a
    second time); copying the rows and columns costs little.
    """
    height, width = pixels.shape[:2]
    corners = np.array([(x, y, 1) for x in (0, frame.width - 1) for y in (0, frame.height - 1)])
    reached = corners @ affine.T
    left, top = np.maximum(0, _MARGIN - np.floor(reached.min(axis=0))).astype(int)
    right, bottom = np.maximum(
        0, np.ceil(reached.max(axis=0)) + _MARGIN + 1 - (width, height)
    ).astype(int)
    sides = width + left + right, height + top + bottom
    most = max(_MOST_PIXELS, _MOST_PADDING * width * height)
    if sides == (width, height) or max(sides) > _LONGEST or sides[0] * sides[1] > most:
        return pixels, affine
    padded = cv2.copyMakeBorder(pixels, top, bottom, left, right, border)
    return padded, affine + np.array([[0, 0, left], [0, 0, top]])


def _in_pixels(matrix: Matrix, source: Frame, output: Frame) -> NDArray[Any]:
    """Move the origin from the centre of each frame to the centre of its first pixel."""
    (a, b, c), (d, e, f), _ = matrix
    x, y = (output.width - 1) / 2, (output.height - 1) / 2
    c += (source.width - 1) / 2 - a * x - b * y
    f += (source.height - 1) / 2 - d * x - e * y
    return np.array([[a, b, c], [d, e, f]])


def _with_channels(pixels: NDArray[Any]) -> NDArray[Any]:
    return pixels if pixels.ndim == 3 else pixels[:, :, np.newaxis]  # OpenCV drops a single one
