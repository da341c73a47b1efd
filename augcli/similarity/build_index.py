"""Write the tables of an index: each picture is added as it is read, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from augcli.imaging.lazy import Array, np
from augcli.similarity.fingerprint import ALL, GRAY, fingerprints
from augcli.similarity.index import COLOUR_TERMS, GRAY_TERMS
from augcli.similarity.rings import RINGS, whole_and_ellipse
from augcli.similarity.turns import TERMS

_SAMPLE = 2000  # pictures that the principal components are found from
_AT_ONCE = 4096  # pictures that are reduced at a time


class Entry(NamedTuple):
    """What the index keeps of one picture.

    ``numbers`` are the fingerprints on the circle and on the ellipse, float16 of shape (2, ALL);
    ``thumb`` is luma, uint8, and ``spectra`` are those of both on it, complex64 of shape (2, RINGS,
    TERMS). ``is_gray`` says that the picture has no colours.
    """

    numbers: Array
    thumb: Array
    spectra: Array
    is_gray: bool


def numbers_of(rgb: Array) -> Array:
    """Return the fingerprints of a picture for an :class:`Entry`."""
    return fingerprints(rgb, whole_and_ellipse(rgb.shape[:2])).astype(np.float16)


class IndexBuilder:
    """Writes an index of up to ``count`` pictures into a folder."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._numbers = np.memmap(
            folder / "numbers", np.float16, "w+", shape=(max(count, 1), 2, ALL)
        )
        self._spectra = np.zeros((count, 2, RINGS, TERMS), np.complex64)
        self._thumbs = (folder / "thumbs").open("wb")
        self._starts = np.zeros(count, np.int64)
        self._shapes = np.zeros((count, 2), np.int64)
        self._gray = np.zeros(count, bool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._thumbs.close()

    def add(self, number: int, entry: Entry) -> None:
        """Add the picture of a number."""
        self._numbers[number] = entry.numbers
        self._spectra[number] = entry.spectra
        self._gray[number] = entry.is_gray
        self._starts[number] = self._thumbs.tell()
        self._shapes[number] = entry.thumb.shape
        self._thumbs.write(entry.thumb.tobytes())

    def finish(self, kept: Sequence[int]) -> None:
        """Write the tables; row r of the index is the picture of the number ``kept[r]``."""
        self._thumbs.close()
        rows = np.array(kept)
        sample = self._numbers[rows[:: -(-len(rows) // _SAMPLE)], 0].astype(np.float64)
        mean = sample.mean(0)
        axes = _axes(sample - mean)
        for name, of in (("circles", 0), ("ellipses", 1)):
            table = np.empty((axes.shape[1], len(rows)), np.float32)
            for start in range(0, len(rows), _AT_ONCE):
                part = self._numbers[rows[start : start + _AT_ONCE], of]
                table[:, start : start + _AT_ONCE] = ((part - mean) @ axes).T
            np.save(self._folder / f"{name}.npy", table)
        np.save(self._folder / "mean.npy", mean.astype(np.float32))
        np.save(self._folder / "axes.npy", axes.astype(np.float32))
        for name, values in (
            ("gray", self._gray),
            ("spectra", self._spectra),
            ("starts", self._starts),
            ("shapes", self._shapes),
        ):
            np.save(self._folder / f"{name}.npy", values[rows])


def _axes(sample: Array) -> Array:
    """Return the principal axes of fingerprints, those of brightness before those of colour."""
    axes = np.zeros((ALL, GRAY_TERMS + COLOUR_TERMS))
    axes[:GRAY, :GRAY_TERMS] = _principal(sample[:, :GRAY], GRAY_TERMS)
    axes[GRAY:, GRAY_TERMS:] = _principal(sample[:, GRAY:], COLOUR_TERMS)
    return axes


def _principal(sample: Array, count: int) -> Array:
    found: Array = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :count]
    return found
