"""White noise from a seed: the same on every machine and in every version.

The bits are those of NumPy's SFC64, whose raw stream is promised not to change. NumPy's
distributions are not promised, so they are made here by table: 16 bits choose one of 65,536
quantiles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from augcli.imaging.image import Image
from augcli.imaging.kernels.rounding import rounded
from augcli.imaging.lazy import Array, cv2, np


def random_bytes(seed: int, *shape: int) -> Array:
    """Return independent uint8 numbers, all 256 equally likely."""
    count = int(np.prod(shape))
    words = np.random.SFC64(seed).random_raw(-(-count // 8))
    # Little-endian on every machine.
    return np.asarray(words, dtype="<u8").view(np.uint8)[:count].reshape(shape)


def random_words(seed: int, *shape: int) -> Array:
    """Return independent uint16 numbers, all 65,536 equally likely."""
    pairs = random_bytes(seed, *shape[:-1], 2 * shape[-1]).view("<u2")
    return pairs.astype(np.uint16, copy=False)


def uniform(seed: int, *shape: int) -> Array:
    """Return independent float32 numbers in [0, 1), in steps of 2**-16."""
    return random_words(seed, *shape).astype(np.float32) * np.float32(2.0**-16)


def normal(seed: int, *shape: int) -> Array:
    """Return independent float32 numbers of mean 0 and deviation 1, none beyond ±4.4."""
    words = random_words(seed, *shape)
    return cv2.LUT(words.reshape(len(words), -1), _quantiles()[np.newaxis]).reshape(shape)


def add_noise(image: Image, seed: int, function: Callable[[Array, Array], Array]) -> Array:
    """Return the pixels of a picture with noise that depends on the level.

    ``function`` makes new levels of levels and normal numbers, both float32 and of shapes that
    broadcast. Levels are 0 to 255, whatever the depth; new ones are clipped and rounded. In 8 bits
    no normal number is beyond 2.9 deviations.
    """
    pixels = np.ascontiguousarray(image.pixels)
    if image.depth == 16:
        levels = function(pixels * np.float32(1 / 257), normal(seed, *pixels.shape))
        return rounded(levels * np.float32(257), np.uint16)
    # A level and a random byte are the two halves of an index into one table of all results. That
    # is several times as fast as calculating each pixel, but a byte has no room for the tails.
    # Drawing 1 value in 128 anew from the tails took 1.5 times as long on 224x224.
    levels = function(np.arange(256, dtype=np.float32)[:, np.newaxis], _steps())
    table = cv2.add(levels, 0.0, dtype=cv2.CV_8U).reshape(1, -1)  # type: ignore[call-overload]  # takes a number too
    rows = pixels.reshape(len(pixels), -1)
    index = cv2.merge([random_bytes(seed, *rows.shape), rows])
    return cv2.LUT(index.view("<u2").astype(np.uint16, copy=False), table).reshape(pixels.shape)


def normal_quantile(share: float) -> float:
    """Return the number below which a ``share``, in (0, 1), of a standard normal lies."""
    return _inverse_cdf()(share)


@cache
def _inverse_cdf() -> Callable[[float], float]:
    from statistics import NormalDist  # loading it takes 8 ms, and --help needs no noise

    return NormalDist().inv_cdf


@cache
def _quantiles() -> Array:
    """Return the middle of each 65,536th of a normal distribution, in rising order."""
    half = [normal_quantile((step + 0.5) / 2**16) for step in range(2**15)]
    table = np.concatenate([half, -np.array(half)[::-1]])
    return np.asarray(table / np.sqrt(np.mean(table**2)), np.float32)


@cache
def _steps() -> Array:
    """Return the mean of each 256th of a normal distribution, scaled to a deviation of 1."""
    steps = _quantiles().reshape(256, 256).mean(axis=1)
    return np.asarray(steps / np.sqrt(np.mean(steps**2)), np.float32)
