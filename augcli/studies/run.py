"""Carry out a study: visit the photos, fit the arms, and compare them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from augcli.errors import Interrupted
from augcli.imaging.lazy import Array, np
from augcli.pipeline.copy_maker import CopyMaker
from augcli.studies.answer import Answer, Task, lost
from augcli.studies.arms import Plan
from augcli.studies.feature_store import FeatureStore
from augcli.studies.fit import Fitting
from augcli.studies.model import Tuning, tuned
from augcli.studies.outside import OutsideFitting
from augcli.studies.photos import Photos
from augcli.studies.splits import splits_of
from augcli.studies.statistics import Metric, effects, interval_of_mean, scores
from augcli.studies.study import Row, Stage, Study
from augcli.studies.visit import Visiting
from augcli.studies.visitor import Seen, Visitor

OnStep = Callable[[Stage, int, int], None]
"""Is called with what is done, how many steps of it, and of how many."""

FEW_PHOTOS = 1000
"""Up to so many photos there are three copies of each by default, above two."""

KERNEL = "kernel"
"""The model by default: kernel ridge regression."""

_FIT_SECONDS = 24 * 3600.0
_START_SECONDS = 120.0


@dataclass(frozen=True)
class StudySettings:
    """How a study is done. ``copies`` is None for the default, by the number of photos.

    ``model`` is ``kernel``, ``cnn``, or ``FILE.py:function``.
    """

    copies: int | None = None
    repeats: int = 10
    folds: int = 5
    metric: Metric = "accuracy"
    workers: int = 1
    out: Path | None = None
    model: str = KERNEL

    def copies_of(self, photos: int) -> int:
        """Return how many copies of each photo the arms have."""
        return self.copies or (3 if photos <= FEW_PHOTOS else 2)


def study(
    photos: Photos, maker: CopyMaker, plan: Plan, settings: StudySettings, on_step: OnStep
) -> Study:
    """Return the effects of the steps of a plan on photos.

    If it is interrupted while models are fitted, what is known so far is returned.

    Raises:
        UsageProblem: no photo can be read.
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    start = time.monotonic()
    copies = settings.copies_of(len(photos.training))
    found = _empty(photos, maker, plan, settings)
    visiting = Visiting(maker, plan.arms, copies, as_pixels=settings.model != KERNEL)
    visitor = Visitor(visiting, FeatureStore(settings.out), settings.workers, found.skipped)
    before, total = len(photos.training), len(photos.training) + len(photos.held)
    arms = range(len(plan.arms))
    training = visitor.visit(photos.training, arms, lambda done: on_step("photos", done, total))
    held = None
    if photos.held:
        held = visitor.visit(
            photos.held, (0,), lambda done: on_step("photos", before + done, total)
        )
    truth = np.array([photos.class_of(one) for one in training.sources])
    units = [
        (one.group or one.name, int(n)) for one, n in zip(training.sources, truth, strict=True)
    ]
    splits = splits_of(units, found.folds, settings.repeats, maker.seed)
    asked = truth if held is None else np.array([photos.class_of(one) for one in held.sources])
    found.photos, found.tested = len(truth), len(asked)
    found.chance = float(np.bincount(asked).max() / len(asked))
    with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
        files = _saved(Path(folder), training, held)
        classes = len(photos.classes)
        task = Task(files[0], truth, classes, copies, splits, files[1])
        fitting: Fitting | OutsideFitting
        if settings.model == KERNEL:
            found.tuning = _tuned(training, truth, classes)
            fitting = Fitting(task, found.tuning)
        else:
            fitting = OutsideFitting(task, settings.model, maker.seed)
        answers = _answers(fitting, len(plan.arms), settings.workers, on_step)
        known, found.finished = _gathered(answers)
    _compare(found, plan, known, asked)
    found.seconds = time.monotonic() - start
    return found


def _empty(photos: Photos, maker: CopyMaker, plan: Plan, settings: StudySettings) -> Study:
    stages = plan.arms[1:]
    alone = [one for one in plan.rows if one.block == "alone"]
    return Study(
        photos.classes,
        len(photos.training),
        photos.there,
        0,
        bool(photos.held),
        settings.metric,
        settings.copies_of(len(photos.training)),
        settings.repeats,
        2 if photos.held else settings.folds,
        maker.seed,
        0.0,
        [{"step": row.step, **stages[row.arm - 1].stages[0].settings()} for row in alone],
        model=settings.model,
        grouped=any(one.group for one in photos.training),
    )


def _tuned(training: Seen, truth: Array, classes: int) -> Tuning:
    prior = np.bincount(truth, minlength=classes) / len(truth)
    return tuned(training.features[:, 0].astype(np.float32), np.eye(classes)[truth] - prior)


def _saved(folder: Path, training: Seen, held: Seen | None) -> tuple[Path, Path | None]:
    """Write features to files that workers map, and return them."""
    files = folder / "training.npy", folder / "held.npy"
    np.save(files[0], training.features)
    if held is None:
        return files[0], None
    np.save(files[1], held.features[:, 0])
    return files


def _answers(
    fitting: Fitting | OutsideFitting, arms: int, workers: int, on_step: OnStep
) -> Iterator[Answer]:
    from augcli.engines.local import LocalEngine  # not for --help

    engine = LocalEngine(fitting, lost, min(workers, arms), _FIT_SECONDS, loading=_START_SECONDS)
    for done, answer in enumerate(engine.run(range(arms)), start=1):
        on_step("models", done, arms)
        yield answer


def _gathered(answers: Iterator[Answer]) -> tuple[dict[int, Answer], bool]:
    """Return the answers by arm, and whether they are all there."""
    known = {}
    try:
        with closing(answers) as some:  # type: ignore[type-var]  # it is a generator
            for answer in some:
                known[answer.arm] = answer
    except (KeyboardInterrupt, Interrupted):
        if 0 not in known:
            raise
        return known, False
    return known, True


def _compare(found: Study, plan: Plan, known: dict[int, Answer], truth: Array) -> None:
    """Set the baseline and the rows whose two arms are known."""
    metric = found.metric
    of = {arm: scores(answer.taken, truth, metric) for arm, answer in known.items()}
    found.baseline = float(of[0].mean())
    found.baseline_interval = interval_of_mean(of[0])
    if metric == "accuracy":
        # Not the baseline alone: a step may be what lets a model learn anything of a holdout.
        found.learns = any(interval_of_mean(one)[0] > found.chance for one in of.values())
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


def _halves(answer: Answer, truth: Array, metric: Metric) -> Array:
    """Return the metric by the models of either half, (repeats, 2)."""
    assert answer.halves is not None
    return np.array(
        [[scores(one[np.newaxis], truth, metric).mean() for one in pair] for pair in answer.halves]
    )
