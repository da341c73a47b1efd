"""Align pictures by affine maps that make their levels agree, whatever their light.

The method is Gauss-Newton in its inverse compositional form (Baker and Matthews, "Lucas-Kanade 20
years on", 2004), with a gain and an offset of the levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from augcli.imaging.lazy import Array, cv2, np

OUTSIDE = -1000.0
"""The level of pixels that don't count: they are outside the frame or the disc."""

_BLUR = 0.8  # pixels: a gradient of single pixels tells nothing of where to go
_SHARE = 0.4  # of the template that must be seen
_LONGEST_STEP = 0.3  # of half the shorter side
_RUN_AWAY = 0.03  # a loss of correlation from which on the best map seen is taken instead
_WARP = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


@lru_cache(256)
def disc(shape: tuple[int, int]) -> Array:
    """Return the largest disc in the middle of a picture: float32, one inside and zero outside."""
    height, width = shape
    y, x = np.mgrid[:height, :width]
    middle = ((x - (width - 1) / 2) ** 2 + (y - (height - 1) / 2) ** 2) / (min(shape) / 2) ** 2
    inside: Array = (middle <= 1).astype(np.float32)
    return inside


def prepared(luma: Array) -> Array:
    """Return a picture to align with a template: blurred, its disc alone."""
    return np.where(disc(luma.shape[:2]) > 0, cv2.GaussianBlur(luma, (0, 0), _BLUR), OUTSIDE)


class Template:
    """A picture that others are aligned with. ``luma`` is float32, 0 to 255."""

    def __init__(self, luma: Array) -> None:
        self.shape = height, width = luma.shape[:2]
        self._unit = min(height, width) / 2
        middle = (width - 1) / 2 / self._unit, (height - 1) / 2 / self._unit
        self._to_unit = np.array(
            [[1 / self._unit, 0, -middle[0]], [0, 1 / self._unit, -middle[1]], [0, 0, 1]]
        )
        self._from_unit = np.linalg.inv(self._to_unit)
        self._inside = disc(luma.shape[:2]) > 0
        y, x = np.mgrid[:height, :width]
        x, y = x / self._unit - middle[0], y / self._unit - middle[1]
        blurred = cv2.GaussianBlur(luma, (0, 0), _BLUR)
        right = cv2.Sobel(blurred, cv2.CV_32F, 1, 0, scale=0.125)
        below = cv2.Sobel(blurred, cv2.CV_32F, 0, 1, scale=0.125)
        slopes = (right, right * x, right * y, below, below * x, below * y)
        gradient = np.stack([slope[self._inside] for slope in slopes], 1)
        levels = blurred[self._inside]
        levels -= levels.mean()
        size = np.sqrt(levels @ levels) + 1e-6
        self._levels = (levels / size).astype(np.float32)
        gradient = (gradient / size).astype(np.float32)
        gradient -= gradient.mean(0)
        gradient -= self._levels[:, None] * (self._levels @ gradient)
        self._gradient = gradient
        self._pairs = np.triu_indices(6)
        self._products = gradient[:, self._pairs[0]] * gradient[:, self._pairs[1]]

    def align(self, pictures: Sequence[Array], maps: Array, steps: int) -> tuple[Array, Array]:
        """Improve maps from points of the template to points of each picture.

        ``pictures`` are :func:`prepared`, ``maps`` has shape (n, 2, 3). Return the new maps, and
        their correlations. A map whose steps ran away is the best one seen.
        """
        now = np.zeros((len(maps), 3, 3))
        now[:, 2, 2] = 1
        now[:, :2] = maps
        best, best_seen = now.copy(), np.full(len(maps), -2.0)
        for step in range(steps + 1):
            correlation, rest, valid = self._compare(pictures, now)
            better = correlation > best_seen
            best[better], best_seen[better] = now[better], correlation[better]
            if step < steps:
                change = self._change(rest, valid, correlation)
                now = now @ self._from_unit @ np.linalg.inv(change) @ self._to_unit
        lost = correlation < best_seen - _RUN_AWAY
        now[lost], correlation[lost] = best[lost], best_seen[lost]
        return now[:, :2], correlation

    def _compare(self, pictures: Sequence[Array], maps: Array) -> tuple[Array, Array, Array]:
        """Return the correlation of each picture, what its levels differ by, and which count."""
        size = (self.shape[1], self.shape[0])
        seen: Array = np.stack(
            [
                cv2.warpAffine(one, to[:2], size, flags=_WARP, borderValue=OUTSIDE)[self._inside]
                for one, to in zip(pictures, maps, strict=True)
            ]
        )
        valid = (seen >= 0).astype(np.float32)
        count = np.maximum(valid.sum(1), 1)
        seen *= valid
        seen -= (seen.sum(1) / count)[:, None]
        seen *= valid
        mean = valid @ self._levels / count
        power = np.maximum(valid @ self._levels**2 - mean**2 * count, 1e-6)
        product = seen @ self._levels
        correlation = product / (np.sqrt((seen * seen).sum(1) * power) + 1e-6)
        correlation[count < _SHARE * len(self._levels)] = -1
        gain = np.maximum(product / power, 1e-3)
        rest = seen / gain[:, None] - (self._levels - mean[:, None]) * valid
        return correlation.astype(float), rest, valid

    def _change(self, rest: Array, valid: Array, correlation: Array) -> Array:
        """Return the change of the template that each picture asks for.

        A change is a 3x3 matrix in units of half the shorter side.
        """
        count = len(rest)
        normal = np.zeros((count, 6, 6))
        upper = valid @ self._products
        normal[:, self._pairs[0], self._pairs[1]] = upper
        normal[:, self._pairs[1], self._pairs[0]] = upper
        damping = 1e-3 * np.trace(normal, axis1=1, axis2=2) / 6 + 1e-9
        normal += np.eye(6) * damping[:, None, None]
        wanted = (rest @ self._gradient).astype(float)[:, :, None]
        found = np.linalg.solve(normal, wanted)[:, :, 0] / self._unit
        found = np.clip(found, -_LONGEST_STEP, _LONGEST_STEP)
        found[correlation < 0.1] = 0
        change = np.tile(np.eye(3), (count, 1, 1))
        change[:, 0] += found[:, [1, 2, 0]]
        change[:, 1] += found[:, [4, 5, 3]]
        return change
