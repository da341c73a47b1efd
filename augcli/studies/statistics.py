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
_DRAWS = 10_000
# The spread over photos leaves out the chance of the training set: measured, it covers 91 % where
# 95 % are meant, and this much wider 96 %. The macro-F1 needs more, as it is made of small classes.
_WIDEN: dict[Metric, float] = {"accuracy": 1.15, "macro-f1": 1.3}


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


def metric_of(taken: Array, truth: Array, metric: Metric) -> float:
    """Return a metric, the mean over repeats; ``taken`` are classes (repeats, n)."""
    if metric == "accuracy":
        return float((taken == truth).mean())
    return float(np.mean([_f1(*_counts(one, truth)).mean() for one in taken]))


def pseudo_values(taken: Array, truth: Array, metric: Metric) -> Array:
    """Return the pseudo-value of each photo, (n,), by leaving it out (Efron and Stein, 1981).

    Their spread is that of the metric, for an interval. For accuracy they are the shares of repeats
    in which a photo is right. Their mean is the jackknife's estimate of the metric: for the
    macro-F1 it is not :func:`metric_of`, but above it, by some points if classes are small.
    """
    if metric == "accuracy":
        shares: Array = (taken == truth).mean(0)
        return shares
    values: Array = np.mean([_of_macro_f1(one, truth) for one in taken], axis=0)
    return values


def by_group(values: Array, groups: Array) -> Array:
    """Return how far groups lie from the mean of photos, (rows, groups), from values (rows, n).

    ``groups`` are the numbers of the photos' groups, from 0. The photos of a group may be right or
    wrong all at once, so a group counts as one (the cluster-robust variance of a mean; Liang and
    Zeger, 1986). Photos that are in no group are groups of one.
    """
    count = int(groups.max()) + 1
    centred = values - values.mean(1, keepdims=True)
    sums = np.array([np.bincount(groups, row, count) for row in centred])
    scaled: Array = sums * count / values.shape[1]
    return scaled


def effects(
    change: Array, deviations: Array, metric: Metric, seed: int, halves: Array | None = None
) -> list[Effect]:
    """Return the effect of each row from its change, (rows,), and the deviations of its groups.

    All rows hold together by a multiplier bootstrap of the largest t. ``halves``, (rows, repeats,
    2), are the changes by models of two disjoint halves of the training photos, for photos that are
    held out.
    """
    errors = _WIDEN[metric] * _standard_errors(deviations, halves)
    count = deviations.shape[1]
    alone = _for_few(_ALONE, count)
    together = _for_few(_critical(deviations, seed), count) if len(change) > 1 else alone
    return [
        Effect(
            float(mean),
            float(mean - together * one),
            float(mean + together * one),
            float(mean - alone * one),
            float(mean + alone * one),
        )
        for mean, one in zip(change, errors, strict=True)
    ]


def _standard_errors(deviations: Array, halves: Array | None = None) -> Array:
    """Return the standard error of each row, (rows,), from the deviations of its groups.

    It is their spread: that over folds is too wide, as folds share what they train on (Nadeau and
    Bengio, Inference for the Generalization Error, 2003). A quarter of the squared difference
    between models of halves is the variance that the training photos' own chance adds.
    """
    count = deviations.shape[1]
    # Two groups' worth is added: a few that differ prove little.
    variance = deviations.var(1, ddof=1) / count + 2 / count**2
    if halves is not None:
        variance = variance + ((halves[..., 0] - halves[..., 1]) ** 2).mean(1) / 4
    errors: Array = np.sqrt(variance)
    return errors


def _for_few(normal: float, count: int) -> float:
    """Return the quantile of Student's t for one of the normal distribution, for so many groups.

    The expansion of Cornish and Fisher (Abramowitz and Stegun, 26.7.5): above 9 degrees of freedom
    it is right to 0.2 %.
    """
    free = count - 1
    first = (normal**3 + normal) / 4
    second = (5 * normal**5 + 16 * normal**3 + 3 * normal) / 96
    return normal + first / free + second / free**2


def _critical(deviations: Array, seed: int) -> float:
    """Return how many standard errors hold for all rows together (Chernozhukov et al., 2013).

    Sums with normal multipliers are normal and correlated as the rows are: these are drawn, and not
    a multiplier for each group.
    """
    rows, count = deviations.shape
    spread = np.maximum(deviations.std(1, keepdims=True), 1e-12)
    scaled = deviations / spread / np.sqrt(count)
    # Rows that are the same leave no room for a root, but for the rounding.
    root = np.linalg.cholesky(scaled @ scaled.T + 1e-9 * np.eye(rows))
    normal = np.random.Generator(np.random.PCG64(seed))
    largest = np.abs(normal.standard_normal((_DRAWS, rows)) @ root.T).max(1)
    return max(float(np.quantile(largest, _LEVEL)), _ALONE)


def _counts(taken: Array, truth: Array) -> tuple[Array, Array]:
    """Return for each class how many are right, and how many are of it plus are taken for it."""
    classes, own = np.unique(truth, return_inverse=True)
    right = np.bincount(own[taken == truth], minlength=len(classes)).astype(float)
    total = np.bincount(own, minlength=len(classes)).astype(float)
    known = taken[np.isin(taken, classes)]
    total += np.bincount(np.searchsorted(classes, known), minlength=len(classes))
    return right, total


def _f1(right: Array, total: Array) -> Array:
    """Return the F1 of each class: ``total`` are the photos of it, and those taken for it."""
    found: Array = 2 * right / np.maximum(total, 1)
    return found


def _of_macro_f1(taken: Array, truth: Array) -> Array:
    """Return for each photo n times the macro-F1, less n - 1 times that without the photo."""
    classes, own = np.unique(truth, return_inverse=True)
    count = len(truth)
    other = np.searchsorted(classes, taken).clip(max=len(classes) - 1)
    known = classes[other] == taken
    right, total = _counts(taken, truth)
    whole = _f1(right, total)
    without_right, without_one = _f1(right - 1, total - 2) - whole, _f1(right, total - 1) - whole
    lost = np.where(known, without_one[other], 0.0)
    left = np.where(taken == truth, without_right[own], without_one[own] + lost)
    values: Array = count * whole.mean() - (count - 1) * (whole.mean() + left / len(classes))
    return values
