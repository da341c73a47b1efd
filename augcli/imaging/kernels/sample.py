"""Sample a picture at points: the same levels on every processor, for pictures of any size."""

from __future__ import annotations

from typing import NamedTuple

from augcli.imaging.lazy import Array, cv2, np
from augcli.imaging.resampling import FillMode, Resampling

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
LONGEST_SIDE = 32_766
"""The longest side, in pixels, that every version of OpenCV can warp."""

_REACH = 4  # pixels around a point that the widest interpolation looks at


class Edge(NamedTuple):
    """What lies beyond the edges of a picture: OpenCV's mode, and a level for each channel."""

    mode: int
    fill: list[float]


def interpolation_flag(how: Resampling) -> int:
    """Return OpenCV's flag of an interpolation."""
    flag: int = getattr(cv2, _INTERPOLATION[how.interpolation])
    return flag


def border_flag(fill_mode: FillMode) -> int:
    """Return OpenCV's flag of what lies beyond the edges."""
    flag: int = getattr(cv2, _BORDER[fill_mode])
    return flag


def sample(pixels: Array, x: Array, y: Array, how: int, edge: Edge | None = None) -> Array:
    """Return a picture at points, in pixels from the centre of its first pixel.

    ``x`` and ``y`` have the shape (height, width) of the result; ``how`` is one of OpenCV's
    ``INTER_...``. Without an ``edge``, the outermost pixels are repeated. The result has the
    channels and the dtype of ``pixels``: uint8, uint16 or float32.
    """
    edge = edge or Edge(cv2.BORDER_REPLICATE, [0.0] * 4)
    if how == cv2.INTER_CUBIC:
        x, y = (
            _within_reach(points, side, edge.mode)
            for points, side in zip((x, y), pixels.shape[1::-1], strict=True)
        )
    if max(*pixels.shape[:2], *x.shape) <= LONGEST_SIDE:
        return _remap(pixels, x, y, how, edge)
    margin = 2 * _REACH
    around = cv2.copyMakeBorder(
        pixels, margin, margin, margin, margin, edge.mode, value=edge.fill
    ).reshape(pixels.shape[0] + 2 * margin, pixels.shape[1] + 2 * margin, -1)
    x, y = (
        _folded(points, side, edge.mode) + margin
        for points, side in zip((x, y), pixels.shape[1::-1], strict=True)
    )
    return _in_parts(around, x, y, how)


def _within_reach(points: Array, side: int, mode: int) -> Array:
    """Return coordinates of which those further than a side beyond the edges are folded.

    There OpenCV 5 repeats one pixel if it interpolates bicubically, whatever the mode.
    """
    far = np.abs(points - (side - 1) / 2) > side
    return np.where(far, _folded(points, side, mode), points) if far.any() else points


def _folded(points: Array, side: int, mode: int) -> Array:
    """Return coordinates beyond the edges as others that show the same."""
    if mode == cv2.BORDER_REFLECT:
        there = (points + 0.5) % (2 * side)
        return np.minimum(there, 2 * side - there) - 0.5
    if mode == cv2.BORDER_WRAP:
        return (points + 0.5) % side - 0.5
    return np.clip(points, -_REACH, side - 1 + _REACH)


def _in_parts(pixels: Array, x: Array, y: Array, how: int) -> Array:
    """Sample parts of the output, each from a part of the picture that OpenCV can take."""
    left, top = (max(0, int(points.min()) - _REACH) for points in (x, y))
    right, bottom = (int(points.max()) + _REACH + 2 for points in (x, y))
    part = pixels[top:bottom, left:right]
    if max(*part.shape[:2], *x.shape) <= LONGEST_SIDE:
        return sample(np.ascontiguousarray(part), x - left, y - top, how)
    axis = int(x.shape[1] >= x.shape[0])
    halves = zip(np.array_split(x, 2, axis), np.array_split(y, 2, axis), strict=True)
    return np.concatenate([_in_parts(pixels, *half, how) for half in halves], axis)


def _remap(pixels: Array, x: Array, y: Array, how: int, edge: Edge) -> Array:
    """Sample by those functions of OpenCV that give the same on every processor."""
    channels, dtype = pixels.shape[2], pixels.dtype
    if dtype == np.float32 and channels == 2 and how == cv2.INTER_LINEAR:
        planes = (
            _remap(pixels[..., [i]], x, y, how, Edge(edge.mode, edge.fill[i : i + 1]))
            for i in range(2)
        )
        return np.concatenate(list(planes), axis=2)
    if how == cv2.INTER_NEAREST:
        x, y = np.floor(x + 0.5), np.floor(y + 0.5)
    elif how == cv2.INTER_LANCZOS4 and dtype == np.float32:  # the order of the sum shows in singles
        pixels = pixels.astype(np.float64)
    sampled = cv2.remap(
        pixels if channels > 1 else pixels[..., 0],
        np.ascontiguousarray(x, np.float32),
        np.ascontiguousarray(y, np.float32),
        how,
        borderMode=edge.mode,
        borderValue=edge.fill,
    ).reshape(*x.shape, channels)
    return sampled.astype(dtype, copy=False)
