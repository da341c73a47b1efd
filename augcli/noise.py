"""Noise by its seed: the same for ever, and cheap.

The bits are those of numpy's SFC64, whose raw stream is promised not to change; its distributions
are not, so they are made here, by table. A normal number is the sum of two from tables of 256
quantiles: 65,536 different sums that are normal to within 1 % up to three deviations.
"""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def random_bytes(seed: int, *shape: int) -> NDArray[np.uint8]:
    """Give independent uint8 numbers, all 256 equally likely."""
    count = int(np.prod(shape))
    words = np.random.SFC64(seed).random_raw(-(-count // 8))
    # Little-endian on every machine.
    return np.asarray(words, dtype="<u8").view(np.uint8)[:count].reshape(shape)


def uniform(seed: int, *shape: int) -> NDArray[np.float32]:
    """Give independent float32 numbers in [0, 1), in steps of 2**-16."""
    pairs = random_bytes(seed, *shape[:-1], 2 * shape[-1]).view("<u2")
    return pairs.astype(np.float32) * np.float32(2.0**-16)


def normal(seed: int, *shape: int) -> NDArray[Any]:
    """Give independent float32 numbers of mean 0 and deviation 1, none beyond ±4.1."""
    table = _quantiles()
    two = random_bytes(seed, 2, *shape)
    return cv2.add(_by_table(two[0], table), _by_table(two[1], table)).reshape(shape)


def normal_levels(seed: int, deviation: float, *shape: int) -> NDArray[Any]:
    """Give normal numbers as int16, of a ``deviation`` in levels: several times faster."""
    table = np.clip(np.rint(_quantiles() * deviation), -32768, 32767).astype(np.int16)
    two = random_bytes(seed, 2, *shape)
    return cv2.add(_by_table(two[0], table), _by_table(two[1], table)).reshape(shape)


def _by_table(numbers: NDArray[np.uint8], table: NDArray[Any]) -> NDArray[Any]:
    return cv2.LUT(numbers.reshape(len(numbers), -1), table[np.newaxis])


@cache
def _quantiles() -> NDArray[np.float32]:
    """Give the middle of each 256th of a normal distribution, of variance one half."""
    middles = [NormalDist().inv_cdf((step + 0.5) / 256) for step in range(256)]
    table = np.array(middles)
    return np.asarray(table / np.sqrt(2 * np.mean(table**2)), np.float32)
