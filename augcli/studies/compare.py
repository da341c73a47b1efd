"""Compare what the models of the arms answer: the baseline, and the effect of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from augcli.imaging.lazy import Array, np
from augcli.studies.answer import Answer, Asked
from augcli.studies.arms import Plan
from augcli.studies.statistics import Effect, Metric, effects, metric_of, pseudo_values
from augcli.studies.study import Row, Study


def compare(found: Study, plan: Plan, known: Mapping[int, Answer], asked: Asked) -> None:
    """Set the baseline, whether anything is learnt, and the rows whose two arms are known."""
    arms = sorted(known)
    answers = [known[arm] for arm in arms]
    each = np.eye(len(arms))
    of = dict(zip(arms, each, strict=True))
    (base,) = _effects(answers, each[:1], asked, found.metric, found.seed)
    found.baseline, found.baseline_interval = base.change, (base.low_alone, base.high_alone)
    # Not the baseline alone: a step may be what lets a model learn anything of a holdout. And not
    # the metric: the macro-F1 of the largest class alone is far below its share.
    found.learns = _learns(_effects(answers, each, asked, "accuracy", found.seed), found.chance)
    rows = [row for row in plan.rows if row.arm in of and row.base in of]
    if not rows:
        return
    changes = np.array([of[row.arm] - of[row.base] for row in rows])
    together = _effects(answers, changes, asked, found.metric, found.seed)
    for row, effect in zip(rows, together, strict=True):
        score = metric_of(known[row.arm].taken, asked.truth, found.metric)
        found.rows.append(Row(row.block, row.step, effect, score, row.strength))


def _learns(accuracies: Sequence[Effect], chance: float) -> bool | None:
    """Return whether an arm does better than chance; None if too few photos were asked about.

    They are too few if the model may be right on half of what chance leaves wrong, for all that the
    study can tell.
    """
    if any(one.low_alone > chance for one in accuracies):
        return True
    return None if any(one.high_alone > (1 + chance) / 2 for one in accuracies) else False


def _effects(
    answers: Sequence[Answer], weights: Array, asked: Asked, metric: Metric, seed: int
) -> list[Effect]:
    """Return the effects of rows, of which each is a weighted sum of arms, (rows, arms)."""
    truth = asked.truth
    values = np.array([metric_of(one.taken, truth, metric) for one in answers])
    pseudo = np.array([pseudo_values(one.taken, *asked, metric) for one in answers])
    halves = [_halves(one.halves, truth, metric) for one in answers if one.halves is not None]
    return effects(
        weights @ values,
        weights @ pseudo,
        seed,
        np.tensordot(weights, np.array(halves), 1) if halves else None,
    )


def _halves(taken: Array, truth: Array, metric: Metric) -> Array:
    """Return the metric by the models of either half, (repeats, 2)."""
    return np.array([[metric_of(one[np.newaxis], truth, metric) for one in pair] for pair in taken])
