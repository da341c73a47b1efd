"""A small classifier of photos, by edges and colours: kernel ridge regression in NumPy.

It trains in a second, and like a network it fits what it has seen more closely than anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

Array = NDArray[Any]

SIDE = 64  # pixels of a photo that are looked at
CELL = 8  # pixels of a cell of edges
DIRECTIONS = 9
COLOURS = 8  # colours along a side
RIDGE = 0.1


def features(files: Sequence[Path]) -> Array:
    """Return a row for each photo, of length 1: the directions of its edges, and its colours."""
    return np.stack([_features(file) for file in files])


def _features(file: Path) -> Array:
    with Image.open(file) as opened:
        opened.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    picture = upright.resize((SIDE, SIDE), Image.Resampling.BOX)
    colours = np.asarray(picture.resize((COLOURS, COLOURS), Image.Resampling.BOX), float) / 255
    parts = [_edges(np.asarray(picture.convert("L"), float)), (colours - 0.5).ravel()]
    return np.concatenate([part / (np.linalg.norm(part) + 1e-9) for part in parts]) / 2**0.5


def _edges(gray: Array) -> Array:
    """Return a histogram of the directions of edges in each cell (HOG, Dalal and Triggs 2005)."""
    down, across = np.gradient(gray)
    strength = np.hypot(down, across)
    direction = (np.arctan2(down, across) / np.pi % 1 * DIRECTIONS).astype(int) % DIRECTIONS
    row, column = np.indices(gray.shape) // CELL
    cells = SIDE // CELL
    at = (row * cells + column) * DIRECTIONS + direction
    counts = np.bincount(at.ravel(), strength.ravel(), cells * cells * DIRECTIONS)
    histograms = counts.reshape(-1, DIRECTIONS)
    scale = np.linalg.norm(histograms, axis=1, keepdims=True)
    scaled: Array = histograms / (scale + scale.mean() + 1e-9)
    return scaled.ravel()


@dataclass(frozen=True)
class Photos:
    """Photos as a classifier sees them: features, and a label for each row."""

    rows: Array
    labels: Array

    @classmethod
    def read(cls, files: Sequence[Path], labels: Sequence[str] | None = None) -> Photos:
        """Read image files; the label of each is the name of its folder if there are no others."""
        return cls(features(files), np.array(labels or [file.parent.name for file in files]))

    def __getitem__(self, chosen: Array) -> Photos:
        """Return the photos that an array of booleans chooses."""
        return Photos(self.rows[chosen], self.labels[chosen])


class Classifier:
    """Kernel ridge regression on the classes, with a Gaussian kernel."""

    def __init__(self, training: Photos) -> None:
        self.rows, self.classes = training.rows, np.unique(training.labels)
        targets = (training.labels[:, None] == self.classes) * 2.0 - 1
        self.width = np.median(_distances(self.rows, self.rows))
        kernel = self._kernel(self.rows) + RIDGE * np.eye(len(self.rows))
        self.weights = np.linalg.solve(kernel, targets)

    def recalls(self, photos: Photos) -> dict[str, float]:
        """Return the share of the photos of each class that it knows."""
        right = self._right(photos)
        return {str(name): right[photos.labels == name].mean() for name in self.classes}

    def accuracy(self, photos: Photos) -> float:
        """Return the share of photos whose class it knows."""
        return float(self._right(photos).mean())

    def _right(self, photos: Photos) -> Array:
        found = self.classes[(self._kernel(photos.rows) @ self.weights).argmax(1)]
        right: Array = found == photos.labels
        return right

    def _kernel(self, rows: Array) -> Array:
        kernel: Array = np.exp(-_distances(rows, self.rows) / self.width)
        return kernel


def _distances(left: Array, right: Array) -> Array:
    return 2 - 2 * left @ right.T
