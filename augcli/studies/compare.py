"""Compare the answers of the arms: the rows of a study, and whether a model learns at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from augcli.imaging.lazy import Array, np
from augcli.studies.answer import Answer
from augcli.studies.arms import Plan
from augcli.studies.statistics import Metric, effects, interval_of_mean, scores
from augcli.studies.study import Row, Study


def compare(found: Study, plan: Plan, known: Mapping[int, Answer], truth: Array) -> None:
    """Set the baseline and the rows whose two arms are known; ``truth`` are the classes asked."""
    metric = found.metric
    of = {arm: scores(answer.taken, truth, metric) for arm, answer in known.items()}
    found.baseline = float(of[0].mean())
    found.baseline_interval = interval_of_mean(of[0])
    if metric == "accuracy":
        # Not the baseline alone: a step may be what lets a model learn anything of a holdout.
        found.learns = _learns(map(interval_of_mean, of.values()), found.chance)
    rows = [row for row in plan.rows if row.arm in of and row.base in of]
    if not rows:
        return
    differences = np.array([of[row.arm] - of[row.base] for row in rows])
    halves = None
    if found.held:
        halved = {arm: _halves(answer, truth, metric) for arm, answer in known.items()}
        halves = np.array([halved[row.arm] - halved[row.base] for row in rows])
    found.rows = [
        Row(row.block, row.step, effect, float(of[row.arm].mean()), row.strength)
        for row, effect in zip(rows, effects(differences, found.seed, halves), strict=True)
    ]


def _learns(intervals: Iterable[tuple[float, float]], chance: float) -> bool | None:
    """Return whether an arm does better than chance; None if too few photos were asked about.

    They are too few if the model may be right on half of what chance leaves wrong, for all that the
    study can tell.
    """
    ends = list(intervals)
    if any(low > chance for low, _ in ends):
        return True
    return None if any(high > (1 + chance) / 2 for _, high in ends) else False


def _halves(answer: Answer, truth: Array, metric: Metric) -> Array:
    """Return the metric by the models of either half, (repeats, 2)."""
    assert answer.halves is not None
    return np.array(
        [[scores(one[np.newaxis], truth, metric).mean() for one in pair] for pair in answer.halves]
    )
