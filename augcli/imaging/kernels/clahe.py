"""Equalize contrast cell by cell (CLAHE), in 8 and 16 bits."""

from __future__ import annotations

from augcli.imaging.kernels.sample import sample
from augcli.imaging.lazy import Array, cv2, np


def equalize_cells(gray: Array, cells: int, limit: float) -> Array:
    """Return gray levels, (height, width), uint8 or uint16, equalized by the histograms of cells.

    There are ``cells`` along each side, at most one a pixel. No count of a cell's 256 is more than
    ``limit`` times the mean count; the excess is spread over all.
    """
    height, width = gray.shape
    rows, columns = min(cells, height), min(cells, width)
    if gray.dtype == np.uint8:
        return cv2.createCLAHE(limit, (columns, rows)).apply(gray)
    return _equalized_16_bit(gray, rows, columns, limit)


def _equalized_16_bit(gray: Array, rows: int, columns: int, limit: float) -> Array:
    """Equalize by the counts of 256 levels, interpolated.

    OpenCV would count 65,536 levels. Most counts are then 0 or 1, and its limit, a whole number of
    pixels, has no effect.
    """
    levels = gray.astype(np.float32) / np.float32(257)
    tables = _shares(_counts(levels, rows, columns), limit) * 65535
    # One picture of all tables: cells from top to bottom, the levels of each cell from left to
    # right. Sampling it interpolates between levels and rows; columns are interpolated below.
    atlas = tables.reshape(rows, columns * 256, 1).astype(np.float32)
    x, y = (
        ((np.arange(side) + 0.5) * (number / side) - 0.5).astype(np.float32)
        for side, number in zip(gray.shape[::-1], (columns, rows), strict=True)
    )
    at_y = np.ascontiguousarray(np.broadcast_to(y[:, np.newaxis], gray.shape))
    left, right = (
        sample(
            atlas,
            levels + (np.floor(x) + step).clip(0, columns - 1) * np.float32(256),
            at_y,
            cv2.INTER_LINEAR,
        )[..., 0]
        for step in (0, 1)
    )
    made: Array = np.rint(left + (right - left) * (x - np.floor(x))).astype(np.uint16)
    return made


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
