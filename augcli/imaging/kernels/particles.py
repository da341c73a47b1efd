"""Things that fall past the camera, blurred by their speed: streaks of rain, flakes of snow."""

from __future__ import annotations

import math
from dataclasses import dataclass

from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import random_words
from augcli.imaging.kernels.overlay import reduced_frame
from augcli.imaging.lazy import Array, cv2, np

_FINEST = 0.45  # pixels of deviation below which a thing would be jagged
_FAINTEST = 0.02  # of a thing's cover, where its outline ends
_MOST = 640.0  # pixels along the shorter side that they are drawn on


@dataclass(frozen=True)
class Drops:
    """Things of one distance: how many a square frame holds, and what each looks like.

    ``sigma``, the deviation of its soft outline, and ``length``, of its way in the exposure, are in
    shorter sides; ``cover`` is what the densest of them hides.
    """

    count: float
    sigma: float
    length: float
    cover: float


@dataclass(frozen=True)
class Shower:
    """Drops of several distances, the far ones first, and the ``haze`` that hides all a little.

    ``slant`` is in degrees, positive to the right.
    """

    kinds: tuple[Drops, ...]
    slant: float
    haze: float


def particles_cover(seed: int, image: Image, shower: Shower) -> Array:
    """Return the cover of a shower, in the depth of a picture."""
    width, height = reduced_frame(image.frame, _MOST)
    side = min(width, height)
    stamps = [_stamp(kind, side, math.radians(shower.slant)) for kind in shower.kinds]
    # Some things are only partly in sight.
    rows, columns = np.max([stamp.shape for stamp in stamps], axis=0) // 2
    cover = np.zeros((height + 2 * rows, width + 2 * columns), np.uint8)
    for number, (kind, stamp) in enumerate(zip(shower.kinds, stamps, strict=True)):
        # On small pictures they are wider than they should be, and fewer: they hide as much.
        thinned = kind.sigma * side / max(_FINEST, kind.sigma * side)
        count = round(kind.count * thinned * cover.size / side**2)
        _strew(cover, stamp, count, seed + number)
    inside = cover[rows : rows + height, columns : columns + width]
    seen = (1 - np.arange(256) / 255) * (1 - shower.haze)
    table = np.rint((1 - seen) * image.top).astype(image.pixels.dtype)
    return cv2.LUT(np.ascontiguousarray(inside), table[np.newaxis])


def _strew(cover: Array, stamp: Array, count: int, seed: int) -> None:
    """Draw as many at random places, all of them whole, each as dense as it happens to be."""
    if count == 0:
        return
    (height, width), (rows, columns) = cover.shape, stamp.shape
    left, top, dense = random_words(seed, count, 3).astype(np.int64).T
    corner = (top * (height - rows + 1) >> 16) * width + (left * (width - columns + 1) >> 16)
    down, across = np.nonzero(stamp > _FAINTEST)
    at = corner[:, np.newaxis] + (down * width + across)
    bright = (dense * np.float32(0.6 * 2.0**-16) + np.float32(0.4)) * 255
    levels = (bright.astype(np.float32)[:, np.newaxis] * stamp[down, across]).astype(np.uint8)
    # Where two of a kind meet, the one drawn last is seen: as good as any, and fast.
    flat = cover.reshape(-1)
    flat[at] = np.maximum(flat[at], levels)


def _stamp(kind: Drops, side: int, slant: float) -> Array:
    """Draw one: a Gaussian smeared along a line."""
    sigma, length = max(_FINEST, kind.sigma * side), kind.length * side
    sin, cos = math.sin(slant), math.cos(slant)
    reach_x, reach_y = (math.ceil(2.8 * sigma + length / 2 * abs(part)) for part in (sin, cos))
    x = np.arange(-reach_x, reach_x + 1, dtype=np.float32)
    y = np.arange(-reach_y, reach_y + 1, dtype=np.float32)[:, np.newaxis]
    along, across = x * sin + y * cos, x * cos - y * sin
    beyond = np.maximum(np.abs(along) - length / 2, 0)
    stamp: Array = np.exp((across**2 + beyond**2) / np.float32(-2 * sigma**2))
    return stamp * np.float32(kind.cover)
