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


def metric_of(taken: Array, truth: Array, metric: Metric) -> float:
    """Return a metric, the mean over repeats; ``taken`` are classes (repeats, n)."""
    if metric == "accuracy":
        return float((taken == truth).mean())
    one_group = np.zeros_like(truth)
    return float(np.mean([_f1(*_counts(one, truth, one_group)).mean() for one in taken]))


def pseudo_values(taken: Array, truth: Array, groups: Array, metric: Metric) -> Array:
    """Return the pseudo-value of each group, (groups,), by leaving it out (Efron and Stein, 1981).

    ``groups`` are the numbers of the photos' groups, from 0: those of a group may be right or wrong
    all at once, so a group counts as one. The spread of the pseudo-values is that of the metric,
    for an interval. Their mean is the jackknife's estimate: for the macro-F1 it is not
    :func:`metric_of`, but above it, by some points if classes are small.
    """
    count = int(groups.max()) + 1
    if metric == "accuracy":
        right = np.bincount(groups, (taken == truth).mean(0), count)
        without = (right.sum() - right) / (len(truth) - np.bincount(groups, minlength=count))
    else:
        without = np.mean([_macro_f1_without(one, truth, groups) for one in taken], axis=0)
    values: Array = count * metric_of(taken, truth, metric) - (count - 1) * without
    return values


def effects(change: Array, pseudo: Array, seed: int, halves: Array | None = None) -> list[Effect]:
    """Return the effect of each row from its change and its pseudo-values, (rows, groups).

    All rows hold together by a multiplier bootstrap of the largest t. ``halves``, (rows, repeats,
    2), are the changes by models of two disjoint halves of the training photos, for photos that are
    held out.
    """
    errors = _WIDEN * _standard_errors(pseudo, halves)
    count = pseudo.shape[1]
    alone = _for_few(_ALONE, count)
    together = _for_few(_critical(pseudo, seed), count) if len(change) > 1 else alone
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


def _standard_errors(pseudo: Array, halves: Array | None) -> Array:
    """Return the standard error of each row, (rows,), from its pseudo-values.

    It is their spread: that over folds is too wide, as folds share what they train on (Nadeau and
    Bengio, Inference for the Generalization Error, 2003). A quarter of the squared difference
    between models of halves is the variance that the training photos' own chance adds.
    """
    count = pseudo.shape[1]
    # Two groups' worth is added: a few that differ prove little.
    variance = pseudo.var(1, ddof=1) / count + 2 / count**2
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


def _critical(pseudo: Array, seed: int) -> float:
    """Return how many standard errors hold for all rows together (Chernozhukov et al., 2013).

    Sums with normal multipliers are normal and correlated as the rows are: these are drawn, and not
    a multiplier for each group.
    """
    rows, count = pseudo.shape
    spread = np.maximum(pseudo.std(1, keepdims=True), 1e-12)
    scaled = (pseudo - pseudo.mean(1, keepdims=True)) / spread / np.sqrt(count)
    # Rows that are the same leave no room for a root, but for the rounding.
    root = np.linalg.cholesky(scaled @ scaled.T + 1e-9 * np.eye(rows))
    normal = np.random.Generator(np.random.PCG64(seed))
    largest = np.abs(normal.standard_normal((_DRAWS, rows)) @ root.T).max(1)
    return max(float(np.quantile(largest, _LEVEL)), _ALONE)


def _counts(taken: Array, truth: Array, groups: Array) -> tuple[Array, Array]:
    """Return how many of each group and class are right, and how many are of it plus taken for it.

    Both are (groups, classes); the classes are those of the truth.
    """
    classes, own = np.unique(truth, return_inverse=True)
    shape = int(groups.max()) + 1, len(classes)
    first = groups * len(classes)
    right = np.bincount((first + own)[taken == truth], minlength=shape[0] * shape[1])
    total = np.bincount(first + own, minlength=shape[0] * shape[1])
    known = np.isin(taken, classes)
    other = first[known] + np.searchsorted(classes, taken[known])
    total += np.bincount(other, minlength=len(total))
    return right.reshape(shape), total.reshape(shape)


def _f1(right: Array, total: Array) -> Array:
    """Return the F1 of each class: ``total`` are the photos of it, and those taken for it."""
    found: Array = 2 * right / np.maximum(total, 1)
    return found


def _macro_f1_without(taken: Array, truth: Array, groups: Array) -> Array:
    """Return the macro-F1 without each group, (groups,)."""
    right, total = _counts(taken, truth, groups)
    left: Array = _f1(right.sum(0) - right, total.sum(0) - total).mean(1)
    return left
