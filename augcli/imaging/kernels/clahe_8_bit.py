"""Equalize 8-bit levels cell by cell: OpenCV's CLAHE, the same on every processor."""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2, np

_AT_ONCE = 1 << 15  # pixels, so that all that is calculated of them stays in the caches


def equalize_8_bit(gray: Array, rows: int, columns: int, limit: float) -> Array:
    """Return the bytes that OpenCV's ``createCLAHE`` gives on x86; on ARM it gives others.

    Each operation is rounded to float32 by itself, in the order in which OpenCV makes them.
    """
    # OpenCV adds a whole cell where one side fits and the other doesn't.
    fits = gray.shape[0] % rows == 0 and gray.shape[1] % columns == 0
    beyond = [0, 0] if fits else [rows - gray.shape[0] % rows, columns - gray.shape[1] % columns]
    padded = cv2.copyMakeBorder(gray, 0, beyond[0], 0, beyond[1], cv2.BORDER_REFLECT_101)
    tables = _tables(padded.reshape(rows, len(padded) // rows, columns, -1), limit)
    top, bottom, down = _cells(gray.shape[0], rows, padded.shape[0] // rows)
    left, right, across = _cells(gray.shape[1], columns, padded.shape[1] // columns)
    equalized = np.empty_like(gray)
    # Within a strip, no row is nearer to other cells.
    changes = np.diff(top + bottom, prepend=-1) != 0
    every = np.arange(len(gray)) % max(1, _AT_ONCE // gray.shape[1]) == 0
    starts = np.flatnonzero(changes | every)
    for start, end in zip(starts, [*starts[1:], len(gray)], strict=True):
        one, other = (gray[start:end] + 256 * column for column in (left, right))
        upper, lower = (
            tables[row].take(one) * (1 - across) + tables[row].take(other) * across
            for row in (top[start], bottom[start])
        )
        share = down[start:end, np.newaxis]
        equalized[start:end] = np.rint(upper * (1 - share) + lower * share)
    return equalized


def _tables(cells: Array, limit: float) -> Array:
    """Return the new levels of each cell, float32: a row of 256 for each cell of a row of cells.

    ``cells`` has the shape (rows of cells, height, cells in a row, width).
    """
    rows, height, columns, width = cells.shape
    number = np.arange(rows * columns).reshape(rows, 1, columns, 1)
    counts = np.bincount((cells + 256 * number).ravel(), minlength=rows * columns * 256)
    counts = counts.reshape(-1, 256)
    most = max(1, int(limit * (height * width) / 256))
    excess = np.maximum(counts - most, 0).sum(axis=1, keepdims=True)
    counts = np.minimum(counts, most) + excess // 256
    # What is left is spread evenly over the levels.
    step = np.maximum(256 // np.maximum(excess % 256, 1), 1)
    turn, rest = np.divmod(np.arange(256), step)
    counts += (rest == 0) & (turn < excess % 256)
    shares = counts.cumsum(axis=1).astype(np.float32) * np.float32(255 / (height * width))
    tables: Array = np.rint(shares).reshape(rows, columns * 256)
    return tables


def _cells(side: int, number: int, length: int) -> tuple[Array, Array, Array]:
    """Return the cell before and after each pixel of a side, and how near the pixel is to that."""
    at = np.arange(side, dtype=np.float32) * (np.float32(1) / np.float32(length)) - np.float32(0.5)
    before = np.floor(at)
    cells = before.astype(np.intp)
    return cells.clip(0), (cells + 1).clip(None, number - 1), at - before
