"""Draw rain and snow: particles blurred by their fall."""

from __future__ import annotations

import math
from dataclasses import dataclass

from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import random_words
from augcli.imaging.kernels.overlay import reduced_frame
from augcli.imaging.kernels.portable import exp
from augcli.imaging.lazy import Array, cv2, np

_FINEST = 0.45  # pixels of deviation below which a drop would be jagged
_FAINTEST = 0.02  # of a drop's cover, where its outline ends
_MOST = 640.0  # pixels along the shorter side of the frame that drops are drawn in


@dataclass(frozen=True)
class Drops:
    """Drops of one distance: how many a square frame holds, and what each looks like.

    ``sigma`` is the deviation of the soft outline and ``length`` the way during the exposure, both
    in shorter sides. ``cover``, 0 to 1, is how much the densest drop hides.
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
    """Return the cover of a shower, for ``overlay``: the dtype of the picture, at most 640 pixels.

    The same seed gives the same drops.
    """
    width, height = reduced_frame(image.frame, _MOST)
    side = min(width, height)
    stamps = [_stamp(kind, side, math.radians(shower.slant)) for kind in shower.kinds]
    # The cover is wider than the frame, so that drops can be cut by its edges.
    rows, columns = np.max([stamp.shape for stamp in stamps], axis=0) // 2
    cover = np.zeros((height + 2 * rows, width + 2 * columns), np.uint8)
    for number, (kind, stamp) in enumerate(zip(shower.kinds, stamps, strict=True)):
        # Drops on small pictures are wider than they should be, so fewer: they hide as much.
        thinned = kind.sigma * side / max(_FINEST, kind.sigma * side)
        count = round(kind.count * thinned * cover.size / side**2)
        _strew(cover, stamp, count, seed + number)
    inside = cover[rows : rows + height, columns : columns + width]
    seen = (1 - np.arange(256) / 255) * (1 - shower.haze)
    table = np.rint((1 - seen) * image.top).astype(image.pixels.dtype)
    return cv2.LUT(np.ascontiguousarray(inside), table[np.newaxis])


def _strew(cover: Array, stamp: Array, count: int, seed: int) -> None:
    """Draw ``count`` whole stamps into ``cover``, at random places and densities."""
    if count == 0:
        return
    (height, width), (rows, columns) = cover.shape, stamp.shape
    left, top, dense = random_words(seed, count, 3).astype(np.int64).T
    corner = (top * (height - rows + 1) >> 16) * width + (left * (width - columns + 1) >> 16)
    down, across = np.nonzero(stamp > _FAINTEST)
    at = corner[:, np.newaxis] + (down * width + across)
    bright = (dense * np.float32(0.6 * 2.0**-16) + np.float32(0.4)) * 255
    levels = (bright.astype(np.float32)[:, np.newaxis] * stamp[down, across]).astype(np.uint8)
    # Where two stamps meet, the last one is seen: as good as any, and fast.
    flat = cover.reshape(-1)
    flat[at] = np.maximum(flat[at], levels)


def _stamp(kind: Drops, side: int, slant: float) -> Array:
    """Return the cover of one drop, float32: a Gaussian smeared along a line."""
    sigma, length = max(_FINEST, kind.sigma * side), kind.length * side
    sin, cos = math.sin(slant), math.cos(slant)
    reach_x, reach_y = (math.ceil(2.8 * sigma + length / 2 * abs(part)) for part in (sin, cos))
    x = np.arange(-reach_x, reach_x + 1, dtype=np.float32)
    y = np.arange(-reach_y, reach_y + 1, dtype=np.float32)[:, np.newaxis]
    along, across = x * sin + y * cos, x * cos - y * sin
    beyond = np.maximum(np.abs(along) - length / 2, 0)
    return exp((across**2 + beyond**2) / np.float32(-2 * sigma**2)) * np.float32(kind.cover)
