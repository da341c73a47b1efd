"""Describe a small picture by its edges and colours, for a model that learns in a second.

Histograms of oriented gradients: Dalal and Triggs, CVPR 2005.
"""

from __future__ import annotations

from augcli.imaging.lazy import Array, cv2, np

SIDE, CELLS, BINS = 64, 8, 9
COLOURS = 3 * CELLS * CELLS
"""How many of the features are colours; they are the last ones."""

_CELL = SIDE // CELLS
# Contrast of four levels: below it, noise on an even ground would look like texture.
_FLOOR = (4.0 * _CELL * _CELL) ** 2


def features(rgb: Array) -> Array:
    """Return the features of a picture (64, 64, 3), uint8, as float32 of shape (1956,).

    They are gradients in 8x8 cells and 9 directions, normalized in each of the four blocks of 2x2
    cells that hold a cell, and the mean colours of the cells, in 0..1.
    """
    cells = _gradients(rgb.astype(np.float32).mean(-1))
    squares = (cells**2).sum(-1)
    energy = squares[:-1, :-1] + squares[1:, :-1] + squares[:-1, 1:] + squares[1:, 1:]
    root = np.sqrt(energy + _FLOOR)[..., np.newaxis]
    blocks = [
        np.sqrt(cells[y : CELLS - 1 + y, x : CELLS - 1 + x] / root).ravel()
        for y in (0, 1)
        for x in (0, 1)
    ]
    pooled = cv2.resize(rgb, (CELLS, CELLS), interpolation=cv2.INTER_AREA).ravel() / 255
    found: Array = np.concatenate([*blocks, pooled]).astype(np.float32)
    return found


def _gradients(gray: Array) -> Array:
    """Return the gradients of each cell by direction, (8, 8, 9): each counts in the two nearest."""
    across, down = np.zeros_like(gray), np.zeros_like(gray)
    across[:, 1:-1] = gray[:, 2:] - gray[:, :-2]
    down[1:-1] = gray[2:] - gray[:-2]
    size = np.hypot(across, down)
    angle = (np.arctan2(down, across) % np.pi) / np.pi * BINS
    lower = np.floor(angle).astype(np.int64)
    part = angle - lower
    place = np.arange(SIDE) // _CELL
    cell = (place[:, np.newaxis] * CELLS + place) * BINS
    count = CELLS * CELLS * BINS
    found = np.bincount((cell + lower % BINS).ravel(), (size * (1 - part)).ravel(), count)
    found += np.bincount((cell + (lower + 1) % BINS).ravel(), (size * part).ravel(), count)
    return found.reshape(CELLS, CELLS, BINS).astype(np.float32)
