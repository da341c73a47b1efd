"""Give transparent pixels the levels of visible ones, cell by cell, for histograms of cells."""

from __future__ import annotations

from augcli.imaging.lazy import Array, np


def fill_hidden_cells(gray: Array, seen: Array, cells: int) -> Array:
    """Return gray levels, (height, width), with those that are not ``seen`` (bool) replaced.

    The histogram of each cell keeps the shape that it has for what is seen: every n-th of the
    sorted levels fills the rest. Cells where nothing is seen get the levels of the whole picture.
    There are ``cells`` along each side, at most one a pixel.
    """
    if seen.all() or not seen.any():
        return gray
    row, column = (np.arange(side) * min(cells, side) // side for side in gray.shape)
    everywhere = np.sort(gray[seen])
    filled = gray.copy()
    for down in np.split(np.arange(len(row)), np.flatnonzero(np.diff(row)) + 1):
        for across in np.split(np.arange(len(column)), np.flatnonzero(np.diff(column)) + 1):
            cell = np.s_[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
            hidden = ~seen[cell]
            levels = everywhere if hidden.all() else np.sort(gray[cell][~hidden])
            nth = np.linspace(0, levels.size, np.count_nonzero(hidden), endpoint=False)
            filled[cell][hidden] = levels[nth.astype(np.intp)]
    return filled
