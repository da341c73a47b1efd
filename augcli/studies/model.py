"""Kernel ridge regression, with exact predictions for photos that it was not shown.

One inverse gives the predictions under every split into folds: for a model that has not seen the
rows of a group, the weights are ``a - P[:, g] @ inv(P[g, g]) @ a[g]`` with P the inverse of the
kernel matrix and a the weights of all (the block form of leave-one-out; see Rifkin and Lippert,
Notes on Regularized Least Squares, 2007, section 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from augcli.imaging.lazy import Array, np
from augcli.studies.features import COLOURS

_SHARES = (0.2, 0.5, 0.8, 0.95)
_WIDTHS = (0.5, 1.0, 2.0)  # of the kernel, by the median of the squared distances
_RIDGES = (0.003, 0.01, 0.03, 0.1)


class Tuning(NamedTuple):
    """What is chosen once, on the plain photos, for all arms.

    ``shape`` is the share of the squared distance that edges have; colours have the rest. ``gamma``
    is the width of the kernel, and ``ridge`` the regularization.
    """

    shape: float
    gamma: float
    ridge: float


class Candidate(NamedTuple):
    """What a tuning is tried with: the share of edges, and the width of the kernel."""

    shape: float
    width: float


CANDIDATES = tuple(Candidate(*one) for one in product(_SHARES, _WIDTHS))


@dataclass(frozen=True)
class Scaler:
    """Standardizes features by those of the plain photos."""

    mean: Array
    factor: Array

    @classmethod
    def of(cls, plain: Array, shape: float) -> Scaler:
        """Return the scaler of plain photos, (n, features), with a share for edges."""
        deviation = np.maximum(plain.std(0) + 1e-6, 0.05 * plain.std())
        weight = np.full(plain.shape[1], np.sqrt((1 - shape) / COLOURS), np.float32)
        weight[:-COLOURS] = np.sqrt(shape / (plain.shape[1] - COLOURS))
        return cls(plain.mean(0), weight / deviation)

    def __call__(self, raw: Array) -> Array:
        scaled: Array = (raw.astype(np.float32) - self.mean) * self.factor
        return scaled


class Fitted:
    """A model of the copies (k, n, features) of n photos, with targets (n, classes)."""

    def __init__(self, copies: Array, targets: Array, tuning: Tuning) -> None:
        self._copies, self._photos = copies.shape[:2]
        self._shown = copies.reshape(-1, copies.shape[-1])
        self._gamma = tuning.gamma
        gram = self.kernel(self._shown)
        # Times the number of copies, so that k equal copies are as one.
        gram[np.diag_indices_from(gram)] += tuning.ridge * self._copies
        self.inverse = np.linalg.inv(gram)
        self.weights: Array = self.inverse @ np.tile(targets, (self._copies, 1))

    def kernel(self, asked: Array) -> Array:
        """Return how alike photos are to those that were shown, (asked, shown), float64."""
        alike: Array = np.exp(-self._gamma * squared_distances(asked, self._shown))
        return alike.astype(np.float64)

    def without(self, group: Array) -> Array:
        """Return the weights of the model that was not shown some photos, by their numbers."""
        rows = (np.arange(self._copies)[:, np.newaxis] * self._photos + group).ravel()
        block = self.inverse[:, rows]
        left: Array = self.weights - block @ np.linalg.solve(block[rows], self.weights[rows])
        return left

    def leave_one_out(self) -> Array:
        """Return the error of each photo by the model of all the others, if there is one copy."""
        errors: Array = self.weights / np.diag(self.inverse)[:, np.newaxis]
        return errors


def best_ridge(raw: Array, targets: Array, candidate: Candidate) -> tuple[float, Tuning]:
    """Return the least leave-one-out error on plain photos, and the tuning that has it.

    A baseline that is not tuned would make every augmentation look good.
    """
    plain = Scaler.of(raw, candidate.shape)(raw)
    middle = float(np.median(squared_distances(plain, plain)))
    found = []
    for ridge in _RIDGES:
        tuning = Tuning(candidate.shape, candidate.width / max(middle, 1e-12), ridge)
        errors = Fitted(plain[np.newaxis], targets, tuning).leave_one_out()
        found.append((float((errors**2).sum(1).mean()), tuning))
    return min(found)


def predictions(fitted: Fitted, plain: Array, prior: Array, splits: Iterable[Array]) -> Array:
    """Return the class that each photo is taken for under each split, (splits, n), int16.

    A split has the fold of each photo; the model that is asked was not shown the photo's fold.
    """
    kernel = fitted.kernel(plain)
    found = []
    for folds in splits:
        taken = np.empty(len(plain), np.int16)
        for fold in np.unique(folds):
            group = np.flatnonzero(folds == fold)
            taken[group] = (kernel[group] @ fitted.without(group) + prior).argmax(1)
        found.append(taken)
    return np.stack(found)


def squared_distances(a: Array, b: Array) -> Array:
    """Return the squared distances of the rows of two arrays."""
    found: Array = (a * a).sum(1)[:, np.newaxis] + (b * b).sum(1) - 2 * (a @ b.T)
    return np.maximum(found, 0, out=found)
