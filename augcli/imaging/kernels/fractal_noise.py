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
        down, across = _cubic_weights(rows, frame.height), _cubic_weights(columns, frame.width)
        field += down @ coarse @ across.T
    return field.astype(np.float32)


@lru_cache
def _cubic_weights(nodes: int, side: int) -> Array:
    """Return the weight of each node for each pixel of a side, of shape (side, nodes).

    They are those of OpenCV's ``INTER_CUBIC``, which calculates in float32.
    """
    at = (np.arange(side) + 0.5) * (nodes / side) - 0.5
    before = np.floor(at)
    weights = np.zeros((side, nodes))
    for node in (before - 1, before, before + 1, before + 2):
        far = np.abs(at - node)
        near = ((1.25 * far - 2.25) * far) * far + 1
        outer = ((-0.75 * far + 3.75) * far - 6) * far + 3
        inside = node.clip(0, nodes - 1).astype(int)
        np.add.at(weights, (np.arange(side), inside), np.where(far <= 1, near, outer))
    return dyadic(weights, _WEIGHT_BITS)
