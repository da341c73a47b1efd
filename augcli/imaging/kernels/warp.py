"""Resampling, by OpenCV: the one place where pixels move."""

from __future__ import annotations

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.borders import (
    Sides,
    border_for,
    further_right,
    in_pixels_of,
    shifted,
)
from augcli.imaging.kernels.matrix import Bend, Matrix, Points
from augcli.imaging.lazy import Array, cv2, np
from augcli.imaging.resampling import Resampling

# By name, so that OpenCV is loaded when something is warped.
_INTERPOLATION = {
    "nearest": "INTER_NEAREST",
    "bilinear": "INTER_LINEAR",
    "bicubic": "INTER_CUBIC",
    "lanczos": "INTER_LANCZOS4",
}
_BORDER = {
    "nearest": "BORDER_REPLICATE",
    "reflect": "BORDER_REFLECT",
    "wrap": "BORDER_WRAP",
    "constant": "BORDER_CONSTANT",
}
# Pixels of a row that are warped before the next row is. Along the whole row of a large picture
# that is turned, every pixel would be of another row of the source, in memory far from the last.
_STRIP = 1024
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


def warp(image: Image, matrix: Matrix, frame: Frame, resampling: Resampling) -> Array:
    """Return the pixels of ``image`` as ``matrix`` maps them into ``frame``.

    ``matrix`` takes output to source coordinates, both in pixels from their frame's centre.
    Unmoved, mirrored and quarter-turned pictures skip the resampling, with the same pixels as it
    would give.
    """
    swap, flip = _ON_THE_GRID.get(matrix, (False, None))
    if matrix not in _ON_THE_GRID or frame != (image.frame[::-1] if swap else image.frame):
        return _resample(image, matrix, frame, resampling)
    pixels = image.pixels
    if swap:
        pixels = cv2.transpose(pixels)
    if flip is not None:
        pixels = cv2.flip(pixels, flip)
    return _with_channels(pixels, image.pixels.shape[2])


def bend(image: Image, maps: tuple[Matrix | Bend, ...], frame: Frame, how: Resampling) -> Array:
    """Return the pixels of ``image`` moved by ``maps``; the last is nearest to the output."""
    x = np.arange(frame.width, dtype=np.float32)[np.newaxis] - (frame.width - 1) / 2
    y = np.arange(frame.height, dtype=np.float32)[:, np.newaxis] - (frame.height - 1) / 2
    for one in reversed(maps):
        x, y = _mapped(one, x, y) if isinstance(one, tuple) else one(x, y)
    return _sample(image, x, y, frame, how)


def _mapped(matrix: Matrix, x: Array, y: Array) -> Points:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    below = g * x + h * y + i if (g, h) != (0, 0) else i
    return (a * x + b * y + c) / below, (d * x + e * y + f) / below


def _sample(image: Image, x: Array, y: Array, frame: Frame, how: Resampling) -> Array:
    # As for homographies: a point midway takes the later pixel, an enlarged rim doesn't fade.
    tie = _tie(image.pixels) if how.interpolation == "nearest" else 0
    x = x + ((image.frame.width - 1) / 2 + tie)
    y = y + ((image.frame.height - 1) / 2 + tie)
    shape = frame.height, frame.width
    moved = cv2.remap(
        _in_four(image.pixels, how),
        np.ascontiguousarray(np.broadcast_to(x, shape), np.float32),
        np.ascontiguousarray(np.broadcast_to(y, shape), np.float32),
        _interpolation(how),
        borderMode=_border(how),
        borderValue=_fill(image, how),
    )
    return _with_channels(moved, image.pixels.shape[2])


def _resample(image: Image, matrix: Matrix, frame: Frame, how: Resampling) -> Array:
    in_pixels = in_pixels_of(matrix, image.frame, frame)
    pixels, border = _in_four(image.pixels, how), _border(how)
    if border != cv2.BORDER_CONSTANT:
        sides = border_for(pixels, in_pixels, frame)
        pixels, in_pixels = _bordered(pixels, sides, border), shifted(in_pixels, *sides[::2])
    elif min(frame) > min(image.frame):
        # Enlarged, the outer half of the outermost pixels would be seen to fade into the fill.
        pixels = _bordered(pixels, (1, 1, 1, 1), cv2.BORDER_REPLICATE)
        in_pixels = shifted(in_pixels, 1, 1)
    if how.interpolation == "nearest":
        in_pixels = shifted(in_pixels, _tie(pixels), _tie(pixels))
    moved = np.empty((frame.height, frame.width, *pixels.shape[2:]), pixels.dtype)
    is_affine = matrix[2] == (0.0, 0.0, 1.0)
    for x in range(0, frame.width, _STRIP):
        strip = moved[:, x : x + _STRIP]
        from_strip = further_right(in_pixels, x)
        (cv2.warpAffine if is_affine else cv2.warpPerspective)(
            pixels,
            np.array(from_strip[:2] if is_affine else from_strip),
            (strip.shape[1], frame.height),
            dst=strip,
            flags=_interpolation(how) | cv2.WARP_INVERSE_MAP,
            borderMode=border,
            borderValue=_fill(image, how),
        )
    return _with_channels(moved, image.pixels.shape[2])


def _bordered(pixels: Array, sides: Sides, mode: int) -> Array:
    left, right, top, bottom = sides
    return cv2.copyMakeBorder(pixels, top, bottom, left, right, mode) if any(sides) else pixels


def _tie(pixels: Array) -> float:
    """Return what makes a point midway between two pixels take the later one.

    So do scipy and Pillow; left alone, OpenCV 5 rounds such ties to even, so that a zoom repeats
    pixels in an uneven rhythm. It calculates in single precision: more is needed on larger
    pictures.
    """
    longest: int = max(pixels.shape)
    return max(1e-4, longest * 2.0**-22)


def _interpolation(how: Resampling) -> int:
    flag: int = getattr(cv2, _INTERPOLATION[how.interpolation])
    return flag


def _border(how: Resampling) -> int:
    flag: int = getattr(cv2, _BORDER[how.fill_mode])
    return flag


def _fill(image: Image, how: Resampling) -> list[float]:
    return [level * image.top / 255 for level in how.fill(image.mode)]


def _in_four(pixels: Array, how: Resampling) -> Array:
    """Add a channel to three for OpenCV, which is bilinear in four in half the time."""
    if pixels.shape[2] != 3 or how.interpolation != "bilinear":
        return pixels
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)


def _with_channels(pixels: Array, channels: int) -> Array:
    """Take the channel off that was added, or put back a single one, which OpenCV drops."""
    if pixels.ndim == 2:
        return pixels[:, :, np.newaxis]
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB) if channels < pixels.shape[2] else pixels
