"""Look up levels in the tables of cells, and interpolate between the four nearest cells."""

from __future__ import annotations

from typing import NamedTuple

from augcli.imaging.lazy import Array, np

_AT_ONCE = 1 << 15  # pixels, so that all that is calculated of them stays in the caches


class Between(NamedTuple):
    """The cell before and after each pixel of a side, and how near the pixel is to that, 0 to 1."""

    before: Array
    after: Array
    share: Array

    @classmethod
    def of(cls, at: Array, cells: int) -> Between:
        """Return the places of pixels, float32: 0 is the middle of the first cell."""
        floor = np.floor(at)
        cell = floor.astype(np.intp)
        return cls(cell.clip(0), (cell + 1).clip(None, cells - 1), at - floor)


def interpolate_cells(gray: Array, tables: Array, down: Between, across: Between) -> Array:
    """Return new levels, rounded, in the dtype of ``gray``: uint8 or uint16, (height, width).

    ``tables`` is float32 of shape (rows of cells, cells in a row times 256): the new level of each
    of 256 levels. Each operation is rounded to float32 by itself: OpenCV's ``remap`` fuses them on
    some processors.
    """
    made = np.empty_like(gray)
    # Within a strip, no row is nearer to other cells.
    changes = np.diff(down.before + down.after, prepend=-1) != 0
    every = np.arange(len(gray)) % max(1, _AT_ONCE // gray.shape[1]) == 0
    starts = np.flatnonzero(changes | every)
    for start, end in zip(starts, [*starts[1:], len(gray)], strict=True):
        strip = gray[start:end]
        upper, lower = (
            _levels(tables[row], strip, across.before) * (1 - across.share)
            + _levels(tables[row], strip, across.after) * across.share
            for row in (down.before[start], down.after[start])
        )
        share = down.share[start:end, np.newaxis]
        made[start:end] = np.rint(upper * (1 - share) + lower * share)
    return made


def _levels(table: Array, gray: Array, cell: Array) -> Array:
    first = 256 * cell
    levels: Array
    if gray.dtype == np.uint8:
        levels = table.take(gray + first)
        return levels
    low, rest = np.divmod(gray, 257)
    share = rest * np.float32(1 / 257)
    high = np.minimum(low + 1, 255)
    levels = table.take(low + first) * (1 - share) + table.take(high + first) * share
    return levels
