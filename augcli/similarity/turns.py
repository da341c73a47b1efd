"""Find how a picture must be turned and mirrored to look like another, by their rings."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity.rings import ANGLES, Places, ring_radii, sample

TERMS = 10
"""How many terms of the Fourier series along a ring are used: finer ones say less of a whole."""


class Turn(NamedTuple):
    """A turn by ``angle`` radians, after mirroring if ``mirrored``, of a disc.

    ``disc`` is the number of the disc, ``correlation`` how far the rings agree then, at most 1.
    """

    disc: int
    angle: float
    mirrored: bool
    correlation: float


def spectra(luma: Array, places: Places) -> Array:
    """Return the Fourier series of the rings at each place, (places, RINGS, TERMS), complex64.

    Those of a place have a total power of one.
    """
    root = np.sqrt(ring_radii())
    series = np.fft.rfft(sample(luma, places) * root[:, None], axis=2)[..., :TERMS] * _weights()
    mean = (series[:, :, 0] * root).sum(1, keepdims=True) / (root**2).sum()
    series[:, :, 0] -= mean * root
    power = (np.abs(series) ** 2).sum((1, 2), keepdims=True) * 2 / ANGLES
    found: Array = (series / (np.sqrt(power) + 1e-6)).astype(np.complex64)
    return found


def correlations(of: Array, to: Array) -> Array:
    """Return how far the rings of discs agree with those of another disc, for each turn.

    ``of`` are the spectra of some discs for each of n pictures, (n, discs, RINGS, TERMS); ``to``
    that of the one disc to compare them with, (n, RINGS, TERMS). The result, at most 1, has shape
    (n, discs, 2, ANGLES): as they are and mirrored, by angle. One inverse Fourier transform gives
    all angles.
    """
    other = to[:, None]
    products = np.stack([(of * np.conj(other)).sum(2), (of * other).sum(2)], 2)
    found: Array = np.fft.irfft(products, ANGLES, axis=3)
    return found


def best_turns(found: Array, most: int) -> list[Turn]:
    """Return the best turns of the discs of one picture, by its :func:`correlations`."""
    is_peak = (found >= np.roll(found, 1, 2)) & (found > np.roll(found, -1, 2))
    peaks = np.where(is_peak, found, -1).ravel()
    best = np.argsort(-peaks, kind="stable")[:most]
    return [
        Turn(int(disc), 2 * math.pi * int(step) / ANGLES, bool(mirrored), float(peaks[number]))
        for number, disc, mirrored, step in zip(
            best, *np.unravel_index(best, found.shape), strict=True
        )
    ]


def turned_map(turn: Turn, of: Places, to: Places) -> Array:
    """Return the 2x3 matrix that maps points of the turned picture to points of the other.

    ``of`` has the disc of the turn, ``to`` one disc.
    """
    angle = turn.angle if turn.mirrored else -turn.angle
    cos, sin = math.cos(angle), math.sin(angle)
    turning = np.array([[cos, sin], [sin, -cos]] if turn.mirrored else [[cos, -sin], [sin, cos]])
    matrix = to.radii.T * turning / of.radii[turn.disc]
    shift = to.centres[0] - matrix @ of.centres[turn.disc]
    return np.hstack([matrix, shift[:, None]])


@cache
def _weights() -> Array:
    """Return a weight for each term: coarse ones say more of a whole picture than fine ones."""
    return np.sqrt(np.maximum(np.arange(TERMS), 0.3)).astype(np.float32)
