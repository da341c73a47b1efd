"""Fractal noise, which looks like clouds."""

from __future__ import annotations

from functools import lru_cache

from augcli.imaging.image import Frame
from augcli.imaging.kernels.noise import normal
from augcli.imaging.kernels.portable import dyadic
from augcli.imaging.lazy import Array, np

_WEIGHT_BITS, _NODE_BITS = 14, 16  # the product of two weights and a node fits 53 bits


def fractal_noise(seed: int, frame: Frame, octaves: int) -> Array:
    """Return noise that looks alike at every scale, as clouds do: float32, (height, width).

    Its mean is 0 and its deviation about 1. Source: the sum of octaves of Perlin, An image
    synthesizer, SIGGRAPH 1985.
    """
    field = np.zeros((frame.height, frame.width))
    for octave in range(octaves):
        columns, rows = (round(2 ** (octave + 1) * side / min(frame)) + 1 for side in frame)
        coarse = dyadic(normal(seed + octave, rows, columns) * 0.5**octave, _NODE_BITS)
        field += _interpolated(_interpolated(coarse, frame.height, 0), frame.width, 1)
    return field.astype(np.float32)


def _interpolated(nodes: Array, side: int, axis: int) -> Array:
    """Return nodes interpolated along an axis, so that it has as many pixels as a side."""
    count = nodes.shape[axis]
    shape = (1, -1) if axis else (-1, 1)
    taps = [
        nodes.take(inside, axis) * weights.reshape(shape)
        for inside, weights in _cubic_weights(count, side)
    ]
    total: Array = taps[0] + taps[1] + taps[2] + taps[3]
    return total


@lru_cache
def _cubic_weights(count: int, side: int) -> list[tuple[Array, Array]]:
    """Return the four nodes around each pixel of a side, and their weights.

    They are those of OpenCV's ``INTER_CUBIC``, which calculates in float32.
    """
    at = (np.arange(side) + 0.5) * (count / side) - 0.5
    before = np.floor(at)
    found = []
    for node in (before - 1, before, before + 1, before + 2):
        far = np.abs(at - node)
        near = ((1.25 * far - 2.25) * far) * far + 1
        outer = ((-0.75 * far + 3.75) * far - 6) * far + 3
        weights = dyadic(np.where(far <= 1, near, outer), _WEIGHT_BITS)
        found.append((node.clip(0, count - 1).astype(int), weights))
    return found
