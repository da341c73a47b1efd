"""Search pictures by their fingerprints, in tables on disk that all workers share."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from augcli.imaging.lazy import Array, np

GRAY_TERMS, COLOUR_TERMS = 36, 12
"""How many principal components of a fingerprint are kept: of brightness, and of colour."""

_AT_ONCE = 4096  # pictures that are compared with the questions at a time
_FARTHEST = 1.1**2  # squared: no near duplicate was ever as far


class Question(NamedTuple):
    """The fingerprints to look for: those of crops, (n, ALL), and that of the ellipse, (1, ALL)."""

    crops: Array
    ellipse: Array
    is_gray: bool


class Index:
    """The tables that :mod:`augcli.similarity.build_index` writes into a folder."""

    def __init__(self, folder: Path) -> None:
        def table(name: str) -> Array:
            found: Array = np.load(folder / f"{name}.npy", mmap_mode="r")
            return found.view(np.ndarray)  # a plain array of the same memory: each slice is faster

        self._mean, self._axes = table("mean"), table("axes")
        self._circles, self._ellipses = table("circles"), table("ellipses")
        self._gray = table("gray")
        self._gray_rows = np.flatnonzero(self._gray)
        self._starts, self._shapes = table("starts"), table("shapes")
        self._spectra = table("spectra")
        self._thumbs = np.memmap(folder / "thumbs", np.uint8, "r").view(np.ndarray)

    def nearest(self, question: Question, most: int) -> tuple[Array, Array]:
        """Return the rows of at most so many pictures, the nearest first.

        The second array, (rows, crops), has the squared distances of the crops of the question.
        """
        crops, ellipse = self._reduced(question.crops), self._reduced(question.ellipse)
        terms = GRAY_TERMS if question.is_gray else GRAY_TERMS + COLOUR_TERMS
        found = self._distances(crops, ellipse, terms, slice(None))
        gray = self._gray_rows
        if len(gray) and not question.is_gray:
            found[gray] = self._distances(crops, ellipse, GRAY_TERMS, gray)
        count = min(most, len(found))
        rows = np.argpartition(found, count - 1)[:count]
        rows = rows[np.lexsort((rows, found[rows]))]
        rows = rows[found[rows] < _FARTHEST]
        apart = crops[:, :terms] - self._circles[:terms, rows].T[:, None]
        apart[self._gray[rows], :, GRAY_TERMS:] = 0
        return rows, (apart**2).sum(2)

    def thumb(self, row: int) -> Array:
        """Return the thumbnail of a picture, float32 luma."""
        start, shape = self._starts[row], self._shapes[row]
        return self._thumbs[start : start + shape.prod()].reshape(shape).astype(np.float32)

    def shape(self, row: int) -> tuple[int, int]:
        """Return the height and the width of the thumbnail of a picture."""
        height, width = self._shapes[row].tolist()
        return height, width

    def spectra(self, rows: Array) -> tuple[Array, Array]:
        """Return the spectra of the discs of pictures, (rows, RINGS, TERMS), and the ellipses."""
        both = self._spectra[rows]
        return both[:, 0], both[:, 1]

    def _distances(self, crops: Array, ellipse: Array, terms: int, rows: Array | slice) -> Array:
        """Return for each picture the squared distance of the nearest crop, or of the ellipse."""
        return np.minimum(
            _nearest_of(crops[:, :terms], self._circles[:terms, rows]),
            _nearest_of(ellipse[:, :terms], self._ellipses[:terms, rows]),
        )

    def _reduced(self, numbers: Array) -> Array:
        return (numbers - self._mean) @ self._axes


def _nearest_of(questions: Array, table: Array) -> Array:
    """Return the squared distance of each column of a table to the nearest of the questions."""
    found = np.empty(table.shape[1], np.float32)
    own = (questions**2).sum(1, keepdims=True)
    for start in range(0, len(found), _AT_ONCE):
        part = table[:, start : start + _AT_ONCE]
        products = (-2 * questions) @ part
        products += own
        found[start : start + _AT_ONCE] = products.min(0) + (part**2).sum(0)
    return found
