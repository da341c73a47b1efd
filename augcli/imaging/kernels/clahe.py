"""Contrast by the surroundings of each pixel."""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2, np


def equalize_cells(gray: Array, cells: int, limit: float) -> Array:
    """Equalize gray levels, (height, width), uint8 or uint16, by the histograms of cells.

    There are ``cells`` along each side, as far as there are pixels. No count of 256 in a cell's
    histogram is more than ``limit`` times their mean: what is above goes to all.
    """
    height, width = gray.shape
    rows, columns = min(cells, height), min(cells, width)
    if gray.dtype == np.uint8:
        return cv2.createCLAHE(limit, (columns, rows)).apply(gray)
    return _equalized_16_bit(gray, rows, columns, limit)


def _equalized_16_bit(gray: Array, rows: int, columns: int, limit: float) -> Array:
    """Do the same between the levels of 8 bits: OpenCV would take 65,536 counts.

    Of so many most are 0 or 1, and its limit, a whole number of pixels, no longer limits.
    """
    levels = gray.astype(np.float32) / np.float32(257)
    tables = _shares(_counts(levels, rows, columns), limit) * 65535
    # One picture of all tables: cells from top to bottom, and from left to right the levels of
    # each cell. To sample it is to interpolate between levels and rows; between columns is left.
    atlas = tables.reshape(rows, columns * 256).astype(np.float32)
    x, y = (
        ((np.arange(side) + 0.5) * (number / side) - 0.5).astype(np.float32)
        for side, number in zip(gray.shape[::-1], (columns, rows), strict=True)
    )
    at_y = np.ascontiguousarray(np.broadcast_to(y[:, np.newaxis], gray.shape))
    left, right = (
        cv2.remap(
            atlas,
            levels + (np.floor(x) + step).clip(0, columns - 1) * np.float32(256),
            at_y,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for step in (0, 1)
    )
    made: Array = np.rint(left + (right - left) * (x - np.floor(x))).astype(np.uint16)
    return made


def _counts(levels: Array, rows: int, columns: int) -> Array:
    """Count the levels, rounded, of each cell: a row of 256 for each."""
    height, width = levels.shape
    row, column = np.arange(height) * rows // height, np.arange(width) * columns // width
    bins = np.add.outer(row * columns, column) * 256 + np.rint(levels).astype(np.intp)
    counts = np.bincount(bins.ravel(), minlength=rows * columns * 256).reshape(-1, 256)
    return np.asarray(counts)


def _shares(counts: Array, limit: float) -> Array:
    """Give, for each row of counts, the share of pixels up to each level, counts clipped."""
    total = counts.sum(axis=1, keepdims=True)
    clipped = np.minimum(counts, limit * total / 256)
    clipped += (total - clipped.sum(axis=1, keepdims=True)) / 256
    shares: Array = clipped.cumsum(axis=1) / total
    return shares
