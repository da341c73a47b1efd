"""Effects with intervals that hold for all rows together, and what may be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from augcli.imaging.lazy import Array, np

Metric = Literal["accuracy", "macro-f1"]
METRICS: tuple[Metric, ...] = ("accuracy", "macro-f1")
Verdict = Literal["helps", "hurts", "no measurable effect"]
NO_EFFECT: Verdict = "no measurable effect"

_ALONE = 1.96  # standard errors: 95 % for one row
_LEVEL = 0.95
_DRAWS = 4000
# The spread over photos leaves out the chance of the training set: measured, it covers 91 % where
# 95 % are meant, and this much wider 96 %.
_WIDEN = 1.15


@dataclass(frozen=True)
class Effect:
    """A change with its 95 % intervals: for the row alone, and for all rows together."""

    change: float
    low: float
    high: float
    low_alone: float
    high_alone: float

    @property
    def verdict(self) -> Verdict:
        """What may be said with all rows in view."""
        if self.low > 0:
            return "helps"
        return "hurts" if self.high < 0 else NO_EFFECT

    @property
    def leans(self) -> Literal["", "to help", "to hurt"]:
        """Which way the row alone would point, where all together say nothing."""
        if self.verdict != NO_EFFECT:
            return ""
        if self.low_alone > 0:
            return "to help"
        return "to hurt" if self.high_alone < 0 else ""


def scores(taken: Array, truth: Array, metric: Metric) -> Array:
    """Return what each photo adds to a metric, (n,), whose mean is the metric.

    ``taken`` are classes (repeats, n). For accuracy it is the share of repeats in which the photo
    is right; for the macro-F1 its pseudo-value, by leaving it out (Efron and Stein, 1981).
    """
    if metric == "accuracy":
        shares: Array = (taken == truth).mean(0)
        return shares
    values: Array = np.mean([_pseudo_values(one, truth) for one in taken], axis=0)
    return values


def effects(differences: Array, seed: int, halves: Array | None = None) -> list[Effect]:
    """Return the effect of each row from the differences of its photos, (rows, n).

    The interval is the spread over photos: that over folds is too wide, as folds share what they
    train on (Nadeau and Bengio, Inference for the Generalization Error, 2003). ``halves``, (rows,
    repeats, 2), are the changes by models of two disjoint halves of the training photos, for photos
    that are held out: a quarter of their squared difference is the variance that the training
    photos' own chance adds. All rows hold together by a multiplier bootstrap of the largest t.
    """
    rows, photos = differences.shape
    change = differences.mean(1)
    spread = differences.std(1, ddof=1)
    # Two photos' worth is added: a few that differ prove little.
    error = np.sqrt(spread**2 / photos + 2 / photos**2)
    if halves is not None:
        error = np.sqrt(error**2 + ((halves[..., 0] - halves[..., 1]) ** 2).mean(1) / 4)
    error = error * _WIDEN
    together = _critical(differences, seed) if rows > 1 else _ALONE
    return [
        Effect(
            float(mean),
            float(mean - together * one),
            float(mean + together * one),
            float(mean - _ALONE * one),
            float(mean + _ALONE * one),
        )
        for mean, one in zip(change, error, strict=True)
    ]


def interval_of_mean(values: Array) -> tuple[float, float]:
    """Return the 95 % interval of a mean over photos."""
    error = float(np.sqrt(values.var(ddof=1) / len(values) + 2 / len(values) ** 2)) * _WIDEN
    mean = float(values.mean())
    return mean - _ALONE * error, mean + _ALONE * error


def _critical(differences: Array, seed: int) -> float:
    """Return how many standard errors hold for all rows together (Chernozhukov et al., 2013)."""
    photos = differences.shape[1]
    centred = differences - differences.mean(1, keepdims=True)
    spread = np.maximum(differences.std(1, ddof=1, keepdims=True), 1e-12)
    normal = np.random.Generator(np.random.PCG64(seed))
    largest = np.zeros(_DRAWS)
    for start in range(0, _DRAWS, 500):
        draws = normal.standard_normal((500, photos))
        largest[start : start + 500] = np.abs(draws @ (centred / spread / np.sqrt(photos)).T).max(1)
    return max(float(np.quantile(largest, _LEVEL)), _ALONE)


def _pseudo_values(taken: Array, truth: Array) -> Array:
    """Return for each photo n times the macro-F1, less n - 1 times that without the photo."""
    classes, own = np.unique(truth, return_inverse=True)
    count = len(truth)
    other = np.searchsorted(classes, taken).clip(max=len(classes) - 1)
    known = classes[other] == taken
    right = np.bincount(own[taken == truth], minlength=len(classes)).astype(float)
    total = np.bincount(own, minlength=len(classes)).astype(float)
    total += np.bincount(other[known], minlength=len(classes))

    def f1(right: Array, total: Array) -> Array:
        found: Array = 2 * right / np.maximum(total, 1)
        return found

    whole = f1(right, total)
    without_right, without_one = f1(right - 1, total - 2) - whole, f1(right, total - 1) - whole
    lost = np.where(known, without_one[other], 0.0)
    left = np.where(taken == truth, without_right[own], without_one[own] + lost)
    values: Array = count * whole.mean() - (count - 1) * (whole.mean() + left / len(classes))
    return values
