"""Sample a picture at points, averaged where they lie far apart."""

from __future__ import annotations

import math
from typing import NamedTuple

from augcli.imaging.kernels.local_scale import scale_map
from augcli.imaging.kernels.prepared import Prepared
from augcli.imaging.kernels.pyramid import half_levels
from augcli.imaging.kernels.sample import sample
from augcli.imaging.lazy import Array, cv2, np


class Averaging(NamedTuple):
    """How much of a picture is averaged at each pixel of an output.

    ``numbers`` are those of half levels, float32, for every ``step``-th pixel.
    """

    numbers: Array
    step: int

    @classmethod
    def at(cls, x: Array, y: Array, source: Prepared) -> Averaging:
        """Return what points need that lie so far apart."""
        if not source.averages:
            return cls(np.zeros(x.shape, np.float32), 1)
        scale, step = scale_map(x, y)
        most = 2 * min(source.pyramid.pixels.shape[:2]).bit_length()
        return cls(np.minimum(half_levels(scale), most), step)

    def rows(self, rows: slice, width: int) -> Array:
        """Return the numbers of all pixels of some rows of an output."""
        if self.step == 1:
            return self.numbers[rows]
        step = np.float32(self.step)
        x = np.arange(width, dtype=np.float32)[np.newaxis] / step
        y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, np.newaxis] / step
        x, y = np.broadcast_arrays(x, y)
        return sample(self.numbers[..., np.newaxis], x, y, cv2.INTER_LINEAR)[..., 0]


def sample_averaged(source: Prepared, x: Array, y: Array, numbers: Array) -> Array:
    """Return a picture at points, with no pattern that is finer than the points.

    ``numbers`` are half levels, of the shape of ``x`` and ``y``. Two half levels are sampled and
    blended (trilinear interpolation: Williams, Pyramidal parametrics, SIGGRAPH 1983). The result
    is float32, or of the dtype of the source's pixels if all numbers are 0.
    """
    if not numbers.any():
        return sample(source.pyramid.pixels, x, y, source.flag, source.edge)
    total = np.zeros((*x.shape, source.pyramid.pixels.shape[2]), np.float32)
    for number in range(math.floor(numbers.min()), math.ceil(numbers.max()) + 1):
        weights = np.maximum(1 - np.abs(numbers - np.float32(number)), 0)
        if weights.any():
            sampled = _at_level(source, number, x, y)
            for channel in range(total.shape[2]):  # numpy is slow at a last axis of four
                total[..., channel] += weights * sampled[..., channel]
    return total


def _at_level(source: Prepared, number: int, x: Array, y: Array) -> Array:
    pixels, mean = source.pyramid.between(number)
    if mean > 1:
        x, y = ((points + 0.5) / mean - 0.5 for points in (x, y))
    return sample(pixels, x, y, source.flag, source.edge)
