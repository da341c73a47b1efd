"""Tell how many pixels of the source a pixel of the output spans."""

from __future__ import annotations

import math
from functools import reduce
from typing import TypeVar

from augcli.imaging.image import Frame
from augcli.imaging.kernels.matrix import Matrix
from augcli.imaging.kernels.pixel_map import PixelMap
from augcli.imaging.kernels.pyramid import SHARP
from augcli.imaging.lazy import Array, np

_MOST_NODES = 128  # along a side, at which the scale of a bent map is measured

T = TypeVar("T", float, Array)


def spans(matrix: Matrix) -> tuple[float, float]:
    """Return how many pixels of the source an output pixel spans in x and y, at least 1.

    ``matrix`` is affine. Turning and slanting shrink nothing, though a slanted pixel is longer than
    a straight one: what counts is the distance between rows of samples, in the direction in which
    it is largest. It is 1 / (shortest vector of the dual lattice): finer patterns than that would
    become other patterns (Petersen and Middleton, Sampling and reconstruction of
    wave-number-limited functions in n-dimensional Euclidean spaces, 1962).
    """
    (a, b, _), (d, e, _), _ = matrix
    shortest = math.sqrt(min(_squares(a, b, d, e)))
    if shortest == 0:
        return 1.0, 1.0
    apart = abs(a * e - b * d) / shortest
    return max(1.0, min(math.hypot(a, b), apart)), max(1.0, min(math.hypot(d, e), apart))


def shrinks_somewhere(to_source: PixelMap, frame: Frame) -> bool:
    """Whether a map with perspective shrinks a part of its output."""
    corners = [(x, y) for y in (0, frame.height - 1) for x in (0, frame.width - 1)]
    return any(
        to_source.depth(*corner) <= 0 or max(spans(to_source.slope(*corner))) > SHARP
        for corner in corners
    )


def scale_map(x: Array, y: Array) -> tuple[Array, int]:
    """Return how many source pixels an output pixel spans, at every so many pixels, and how many.

    ``x`` and ``y`` are the points of the source that each pixel shows, of one shape (height,
    width). The result is float32, for the pixels ``[::step, ::step]`` of the output.
    """
    step = max(1, max(x.shape) // _MOST_NODES)
    x, y = x[::step, ::step], y[::step, ::step]
    a, b = _slope(x, 1, step, alone=1.0), _slope(x, 0, step, alone=0.0)
    d, e = _slope(y, 1, step, alone=0.0), _slope(y, 0, step, alone=1.0)
    shortest = np.sqrt(reduce(np.minimum, _squares(a, b, d, e)))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(a * e - b * d) / shortest
        scale = np.where(apart > 1, apart, 1).astype(np.float32)
    return scale, step


def _slope(points: Array, axis: int, step: int, alone: float) -> Array:
    """Return the change of a coordinate for a pixel along an axis; ``alone`` for a single node."""
    if points.shape[axis] == 1:
        return np.full_like(points, alone)
    slope: Array = np.gradient(points, step, axis=axis)
    return slope


def _squares(a: T, b: T, d: T, e: T) -> list[T]:
    """Return the squared lengths of vectors of a lattice, the shortest (or nearly) among them."""
    return [
        a * a + d * d,
        b * b + e * e,
        (a + b) * (a + b) + (d + e) * (d + e),
        (a - b) * (a - b) + (d - e) * (d - e),
    ]
