"""Resample a picture by a matrix or a displacement field."""

from __future__ import annotations

from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.borders import NO_BORDER, Border, border_for
from augcli.imaging.kernels.matrix import Bend, Matrix, Points
from augcli.imaging.kernels.pixel_map import PixelMap
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
_FLIP = {(-1.0, 1.0): 1, (1.0, -1.0): 0, (-1.0, -1.0): -1}  # signs of x and y: OpenCV's code


def warp(image: Image, matrix: Matrix, frame: Frame, how: Resampling) -> Array:
    """Return the pixels of ``image`` as ``matrix`` maps them into ``frame``.

    ``matrix`` takes output to source coordinates, both in pixels from the centre of their frame.
    The result has shape (frame.height, frame.width, channels) and the dtype of the picture.
    """
    whole = _whole_pixels(image.pixels, matrix, frame)
    moved = _resample(image, matrix, frame, how) if whole is None else whole
    return _with_channels(moved, image.pixels.shape[2])


def bend(image: Image, maps: tuple[Matrix | Bend, ...], frame: Frame, how: Resampling) -> Array:
    """Return the pixels of ``image`` moved by ``maps``; the last is nearest to the output.

    Each takes points of its output to points of its input, in pixels from the centre of the frame.
    The result has shape (frame.height, frame.width, channels) and the dtype of the picture.
    """
    x = np.arange(frame.width, dtype=np.float32)[np.newaxis] - (frame.width - 1) / 2
    y = np.arange(frame.height, dtype=np.float32)[:, np.newaxis] - (frame.height - 1) / 2
    for one in reversed(maps):
        x, y = _mapped(one, x, y) if isinstance(one, tuple) else one(x, y)
    return _sample(image, x, y, frame, how)


def _whole_pixels(pixels: Array, matrix: Matrix, frame: Frame) -> Array | None:
    """Return a picture unmoved, mirrored or turned by quarters; None if pixels must be resampled.

    The pixels are those that resampling would give.
    """
    (a, b, c), (d, e, f), last = matrix
    if (c, f, last) != (0.0, 0.0, (0.0, 0.0, 1.0)):
        return None
    if (b, d) == (0.0, 0.0):
        signs, turned = (a, e), pixels
    elif (a, e) == (0.0, 0.0):
        signs, turned = (d, b), cv2.transpose(pixels)
    else:
        return None
    if frame != turned.shape[1::-1] or (signs != (1.0, 1.0) and signs not in _FLIP):
        return None
    return turned if signs == (1.0, 1.0) else cv2.flip(turned, _FLIP[signs])


def _mapped(matrix: Matrix, x: Array, y: Array) -> Points:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    depth = g * x + h * y + i if (g, h) != (0, 0) else i
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


def _sample(image: Image, x: Array, y: Array, frame: Frame, how: Resampling) -> Array:
    tie = _tie(image.pixels, how)
    x = x + ((image.frame.width - 1) / 2 + tie)
    y = y + ((image.frame.height - 1) / 2 + tie)
    shape = frame.height, frame.width
    moved = cv2.remap(
        _in_four(image.pixels, how),
        np.ascontiguousarray(np.broadcast_to(x, shape), np.float32),
        np.ascontiguousarray(np.broadcast_to(y, shape), np.float32),
        _interpolation(how),
        borderMode=_border_mode(how),
        borderValue=_fill(image, how),
    )
    return _with_channels(moved, image.pixels.shape[2])


def _resample(image: Image, matrix: Matrix, frame: Frame, how: Resampling) -> Array:
    to_source = PixelMap.from_centres(matrix, image.frame, frame)
    border, mode = _border(image.frame, to_source, frame, how)
    pixels = border.around(_in_four(image.pixels, how), mode)
    tie = _tie(pixels, how)
    rows = np.array(to_source.shifted(border.left + tie, border.top + tie).matrix)
    affine = to_source.is_affine
    return (cv2.warpAffine if affine else cv2.warpPerspective)(
        pixels,
        rows[:2] if affine else rows,
        frame,
        flags=_interpolation(how) | cv2.WARP_INVERSE_MAP,
        borderMode=_border_mode(how),
        borderValue=_fill(image, how),
    )


def _border(
    source: Frame, to_source: PixelMap, output: Frame, how: Resampling
) -> tuple[Border, int]:
    """Return the border to add before resampling, and OpenCV's mode for its pixels."""
    mode = _border_mode(how)
    if mode != cv2.BORDER_CONSTANT:
        return border_for(source, to_source, output), mode
    # OpenCV blends the outer half of the outermost pixels into the fill. Where a picture is
    # enlarged that would be seen, so they are repeated once.
    enlarged = min(output) > min(source)
    return (Border(1, 1, 1, 1) if enlarged else NO_BORDER), cv2.BORDER_REPLICATE


def _tie(pixels: Array, how: Resampling) -> float:
    """Return how far, in pixels, points are moved so that midway the later pixel is the nearest.

    SciPy and Pillow take the later one too. OpenCV 5 rounds such ties to even, so a zoom would
    repeat pixels in an uneven rhythm. It calculates in single precision: larger pictures need a
    larger step.
    """
    longest: int = max(pixels.shape)
    return max(1e-4, longest * 2.0**-22) if how.interpolation == "nearest" else 0.0


def _interpolation(how: Resampling) -> int:
    flag: int = getattr(cv2, _INTERPOLATION[how.interpolation])
    return flag


def _border_mode(how: Resampling) -> int:
    flag: int = getattr(cv2, _BORDER[how.fill_mode])
    return flag


def _fill(image: Image, how: Resampling) -> list[float]:
    return [level * image.top / 255 for level in how.fill(image.mode)]


def _in_four(pixels: Array, how: Resampling) -> Array:
    """Add a channel to three: bilinear, OpenCV samples four channels in half the time."""
    if pixels.shape[2] != 3 or how.interpolation != "bilinear":
        return pixels
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA)


def _with_channels(pixels: Array, channels: int) -> Array:
    """Remove the channel that was added, or put back a single one, which OpenCV drops."""
    if pixels.ndim == 2:
        return pixels[:, :, np.newaxis]
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB) if channels < pixels.shape[2] else pixels
