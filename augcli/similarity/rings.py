"""Sample a picture on rings: turning a picture only turns its rings."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from augcli.imaging.lazy import Array, cv2, np

RINGS, ANGLES = 10, 64
_DISC = 0.8  # of half the shorter side: the black corners of a turned picture stay outside
_CROPS = 24  # of each kind
_TRIED = 4000  # random crops, which the crops of a question stand for


class Places(NamedTuple):
    """Discs in a picture: their centres and radii in pixels, each of shape (n, 2), x before y."""

    centres: Array
    radii: Array

    def some(self, which: Array) -> Places:
        """Return some of the discs."""
        return Places(self.centres[which], self.radii[which])


@lru_cache
def whole(shape: tuple[int, int]) -> Places:
    """Return the one disc in the middle of a picture."""
    return _discs(shape, np.array([[0, 0, 1.0]]))


@lru_cache
def crops(shape: tuple[int, int]) -> Places:
    """Return the whole, and discs in the middle of its crops and of what it may be a crop of."""
    return _discs(shape, _crops())


@lru_cache
def ellipse(shape: tuple[int, int]) -> Places:
    """Return the ellipse that fits the frame: it stays the same if a picture is squashed."""
    height, width = shape
    centre = [(width - 1) / 2, (height - 1) / 2]
    return Places(_floats([centre]), _floats([[_DISC * width / 2, _DISC * height / 2]]))


def whole_and_ellipse(shape: tuple[int, int]) -> Places:
    """Return the disc in the middle, and the ellipse."""
    both = zip(whole(shape), ellipse(shape), strict=True)
    return Places(*(np.concatenate(pair) for pair in both))


def sample(pixels: Array, places: Places) -> Array:
    """Return levels on rings, of shape (places, RINGS, ANGLES) and a last axis of channels."""
    points = places.centres[:, :, None, None] + places.radii[:, :, None, None] * _unit()
    x, y = (points[:, axis].reshape(-1, ANGLES) for axis in (0, 1))
    found = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found.reshape(len(places.centres), RINGS, ANGLES, *pixels.shape[2:])


@cache
def ring_radii() -> Array:
    """Return the radius of each ring, as a fraction of that of the disc."""
    return _floats((np.arange(RINGS) + 0.5) / RINGS)


@cache
def _unit() -> Array:
    """Return the points of the rings in a disc of radius 1, of shape (2, RINGS, ANGLES)."""
    angle = np.arange(ANGLES) * 2 * np.pi / ANGLES
    return _floats(ring_radii()[:, None] * np.stack([np.cos(angle), np.sin(angle)])[:, None])


def _discs(shape: tuple[int, int], offsets: Array) -> Places:
    """Return discs. ``offsets`` are x, y as fractions of a tall frame's sides, and the scale."""
    height, width = shape
    sides = offsets[:, 1::-1] if width > height else offsets[:, :2]
    centres = (0.5 + sides) * (width, height) - 0.5
    radii = np.repeat(_DISC * offsets[:, 2:] * min(height, width) / 2, 2, axis=1)
    return Places(_floats(centres), _floats(radii))


@cache
def _crops() -> Array:
    """Return offsets and scales that stand for all crops down to 78 % of the area.

    They are cluster centres of random crops, half of them of the shape of the frame. As many stand
    for the reverse, where the picture is itself the crop.
    """
    draws = np.random.default_rng(0)
    area = draws.uniform(0.78, 1, _TRIED)
    across = np.where(draws.random(_TRIED) < 0.5, np.sqrt(area), draws.uniform(area, 1))
    down = area / across
    right, below = ((1 - part) / 2 * draws.uniform(-1, 1, _TRIED) for part in (across, down))
    cut = np.stack([right, below, across], 1)
    uncut = np.stack([-right / across, -below / down, 1 / across], 1)
    return np.concatenate([[[0, 0, 1.0]], _clusters(cut), _clusters(uncut)])


def _clusters(points: Array) -> Array:
    weights = _floats([1, 1, 0.6])  # a wrong scale costs less than a wrong place
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
    # The labels are not wanted, but the types of OpenCV ask for an array.
    labels = np.zeros((len(points), 1), np.int32)
    _, _, centres = cv2.kmeans(
        _floats(points * weights), _CROPS, labels, stop, 2, cv2.KMEANS_PP_CENTERS
    )
    return centres / weights


def _floats(values: object) -> Array:
    return np.asarray(values, np.float32)
