"""Keep decoded pictures in a block that all workers share, up to its size."""

from __future__ import annotations

import math
from typing import NamedTuple

from augcli.imaging.image import Image, Mode
from augcli.imaging.lazy import Array, np


class Place(NamedTuple):
    """Where a picture is in a block: its first byte, shape, dtype and mode."""

    start: int
    shape: tuple[int, ...]
    dtype: str
    mode: Mode


class Region:
    """The part of a block that one worker fills. All workers read all of it."""

    def __init__(self, block: Array, number: int, workers: int) -> None:
        self._block = block
        each = len(block) // workers
        self._next, self._end = number * each, (number + 1) * each

    def keep(self, image: Image) -> Place | None:
        """Keep a picture; return where it is, None if there is no room left."""
        size = image.pixels.nbytes
        if self._next + size > self._end:
            return None
        place = Place(self._next, image.pixels.shape, image.pixels.dtype.str, image.mode)
        self._pixels(place)[...] = image.pixels
        self._next += -(-size // 16) * 16  # so that rows of 16-bit levels are aligned
        return place

    def get(self, place: Place) -> Image:
        """Return a picture that was kept; its pixels are not to be changed."""
        return Image(self._pixels(place), place.mode)

    def _pixels(self, place: Place) -> Array:
        size = math.prod(place.shape) * np.dtype(place.dtype).itemsize
        part = self._block[place.start : place.start + size]
        return part.view(place.dtype).reshape(place.shape)
