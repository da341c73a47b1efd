"""Find how a picture must be turned and mirrored to look like another, by their rings."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.similarity.rings import ANGLES, Places, ring_radii, sample

_TERMS = 10  # of the Fourier series along a ring


class Turn(NamedTuple):
    """A turn by ``angle`` radians, after mirroring if ``mirrored``, of the disc ``which``."""

    which: int
    angle: float
    mirrored: bool


def spectra(luma: Array, places: Places) -> Array:
    """Return the Fourier series of the rings at each place, (places, RINGS, terms), complex.

    Those of a place have a total power of one.
    """
    root = np.sqrt(ring_radii())
    series = np.fft.rfft(sample(luma, places) * root[:, None], axis=2) * _weights()
    mean = (series[:, :, 0] * root).sum(1, keepdims=True) / (root**2).sum()
    series[:, :, 0] -= mean * root
    power = (np.abs(series) ** 2).sum((1, 2), keepdims=True) * 2 / ANGLES
    found: Array = series / (np.sqrt(power) + 1e-6)
    return found


def best_turns(of: Array, to: Array, count: int) -> list[Turn]:
    """Return the turns of discs ``of`` that make them most like the one disc ``to``, best first.

    Correlations at all angles come from one inverse Fourier transform.
    """
    products = np.stack([(of * np.conj(to)).sum(1), (of * to).sum(1)], 1)
    found = np.fft.irfft(products, ANGLES, axis=2)
    is_peak = (found >= np.roll(found, 1, 2)) & (found > np.roll(found, -1, 2))
    peaks = np.where(is_peak, found, -1).ravel()
    best = np.argsort(-peaks, kind="stable")[:count]
    return [
        Turn(int(which), 2 * math.pi * step / ANGLES, bool(mirrored))
        for which, mirrored, step in zip(*np.unravel_index(best, found.shape), strict=True)
    ]


def turned_map(turn: Turn, of: Places, to: Places) -> Array:
    """Return the 2x3 matrix that maps points of the turned picture to points of the other.

    ``of`` and ``to`` are one disc each.
    """
    angle = turn.angle if turn.mirrored else -turn.angle
    cos, sin = math.cos(angle), math.sin(angle)
    turning = np.array([[cos, sin], [sin, -cos]] if turn.mirrored else [[cos, -sin], [sin, cos]])
    matrix = to.radii.T * turning / of.radii
    shift = to.centres[0] - matrix @ of.centres[0]
    return np.hstack([matrix, shift[:, None]])


@cache
def _weights() -> Array:
    """Return a weight for each term: coarse ones say more of a whole picture than fine ones."""
    term = np.arange(ANGLES // 2 + 1)
    return np.where(term < _TERMS, np.sqrt(np.maximum(term, 0.3)), 0).astype(np.float32)
