"""Equalize contrast cell by cell (CLAHE), in 8 and 16 bits."""

from __future__ import annotations

from augcli.imaging.kernels.cell_interpolation import Between, interpolate_cells
from augcli.imaging.kernels.clahe_8_bit import equalize_8_bit
from augcli.imaging.lazy import Array, np


def equalize_cells(gray: Array, cells: int, limit: float) -> Array:
    """Return gray levels, (height, width), uint8 or uint16, equalized by the histograms of cells.

    There are ``cells`` along each side, at most one a pixel. No count of a cell's 256 is more than
    ``limit`` times the mean count; the excess is spread over all.
    """
    height, width = gray.shape
    rows, columns = min(cells, height), min(cells, width)
    if gray.dtype == np.uint8:
        return equalize_8_bit(gray, rows, columns, limit)
    return _equalized_16_bit(gray, rows, columns, limit)


def _equalized_16_bit(gray: Array, rows: int, columns: int, limit: float) -> Array:
    """Equalize by the counts of 256 levels, interpolated.

    OpenCV would count 65,536 levels. Most counts are then 0 or 1, and its limit, a whole number of
    pixels, has no effect.
    """
    levels = gray.astype(np.float32) / np.float32(257)
    tables = _shares(_counts(levels, rows, columns), limit) * 65535
    down, across = (
        Between.of((((np.arange(side) + 0.5) * (of / side)) - 0.5).astype(np.float32), of)
        for side, of in zip(gray.shape, (rows, columns), strict=True)
    )
    return interpolate_cells(
        gray, tables.reshape(rows, columns * 256).astype(np.float32), down, across
    )


def _counts(levels: Array, rows: int, columns: int) -> Array:
    """Return the counts of the rounded levels of each cell: shape (cells, 256)."""
    height, width = levels.shape
    row, column = np.arange(height) * rows // height, np.arange(width) * columns // width
    bins = np.add.outer(row * columns, column) * 256 + np.rint(levels).astype(np.intp)
    counts = np.bincount(bins.ravel(), minlength=rows * columns * 256).reshape(-1, 256)
    return np.asarray(counts)


def _shares(counts: Array, limit: float) -> Array:
    """Return, for each row of counts, the share of pixels up to each level, counts clipped."""
    total = counts.sum(axis=1, keepdims=True)
    clipped = np.minimum(counts, limit * total / 256)
    clipped += (total - clipped.sum(axis=1, keepdims=True)) / 256
    shares: Array = clipped.cumsum(axis=1) / total
    return shares
