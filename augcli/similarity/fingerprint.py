"""Fingerprints: numbers that stay the same when a picture is turned or mirrored."""

from __future__ import annotations

from functools import cache

from augcli.imaging.lazy import Array, np
from augcli.similarity.rings import ANGLES, RINGS, Places, ring_radii, sample

GRAY = 192
"""How many of the numbers are about brightness; they come first."""
ALL = 352
"""How many numbers a fingerprint has."""

_TERMS = 13  # of a Fourier series along a ring that are used at most
_APART = (2, 4)  # rings whose phases are compared
_LUMA = (0.299, 0.587, 0.114)


def fingerprints(rgb: Array, places: Places) -> Array:
    """Return a fingerprint for each place in an RGB picture, float32 of shape (places, ALL).

    Turning a picture shifts the levels along each ring, and mirroring reverses them. Neither
    changes the sizes of the terms of their Fourier series, nor how the phases of two rings differ.
    """
    levels = sample(rgb, places).astype(np.float32)
    luma = luma_of(levels)
    weights = (ring_radii() / ring_radii().sum() / ANGLES)[:, None]
    mean = (luma * weights).sum((1, 2), keepdims=True)
    spread = np.sqrt(((luma - mean) ** 2 * weights).sum((1, 2), keepdims=True)) + 4
    per_light = 2.1 / np.maximum(mean, 8)
    channels = (
        (luma - mean) / spread,
        (levels[..., 2] - luma) * per_light,
        (levels[..., 0] - luma) * per_light,
    )
    series = np.fft.rfft(np.stack(channels, 1), axis=3)[..., :_TERMS] / ANGLES
    count = len(levels)
    root = np.sqrt(ring_radii())
    means = series[..., 0].real * root
    sizes = (np.abs(series) * (1.4 * root[:, None]))[:, :, _kept()]
    parts = [means[:, 0], sizes[:, 0], *_phases(series[:, 0]), means[:, 1:], sizes[:, 1:]]
    return np.concatenate([part.reshape(count, -1) for part in parts], 1).astype(np.float32)


def luma_of(rgb: Array) -> Array:
    """Return the luma of RGB levels, float32."""
    return rgb.astype(np.float32) @ np.array(_LUMA, np.float32)


def _phases(series: Array) -> list[Array]:
    """Compare the phases of low terms on rings that lie apart.

    Mirroring changes the sign of the imaginary part, so only its size is kept.
    """
    root = np.sqrt(ring_radii())
    size = np.abs(series) + 1e-6
    parts = []
    for apart in _APART:
        inner, outer = slice(None, -apart), slice(apart, None)
        product = series[:, inner] * np.conj(series[:, outer])
        product *= root[inner, None] / np.sqrt(size[:, inner] * size[:, outer])
        parts += [product[..., 1:5].real, np.abs(product[..., 1:5].imag)]
    return parts


@cache
def _kept() -> Array:
    """Return which terms are used on which ring: an outer one is longer and shows more detail."""
    highest = np.minimum(_TERMS - 1, (2 + np.arange(RINGS) * 1.2).astype(int))[:, None]
    term = np.arange(_TERMS)
    kept: Array = (term > 0) & (term <= highest)
    return kept
