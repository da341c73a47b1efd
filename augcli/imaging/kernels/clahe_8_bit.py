"""Equalize 8-bit levels cell by cell: the bytes of OpenCV's CLAHE, on every processor."""

from __future__ import annotations

from augcli.imaging.kernels.cell_interpolation import Between, interpolate_cells
from augcli.imaging.lazy import Array, cv2, np


def equalize_8_bit(gray: Array, rows: int, columns: int, limit: float) -> Array:
    """Return what OpenCV's ``createCLAHE`` makes of uint8 levels on x86; on ARM it differs.

    The operations are those of OpenCV, in the same order.
    """
    # OpenCV adds a whole cell where one side fits and the other doesn't.
    fits = gray.shape[0] % rows == 0 and gray.shape[1] % columns == 0
    beyond = [0, 0] if fits else [rows - gray.shape[0] % rows, columns - gray.shape[1] % columns]
    padded = cv2.copyMakeBorder(gray, 0, beyond[0], 0, beyond[1], cv2.BORDER_REFLECT_101)
    height, width = padded.shape[0] // rows, padded.shape[1] // columns
    tables = _tables(padded.reshape(rows, height, columns, width), limit)
    down, across = (
        Between.of(
            np.arange(side, dtype=np.float32) * (np.float32(1) / np.float32(length))
            - np.float32(0.5),
            of,
        )
        for side, length, of in zip(gray.shape, (height, width), (rows, columns), strict=True)
    )
    return interpolate_cells(gray, tables, down, across)


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
