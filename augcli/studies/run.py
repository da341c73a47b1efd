"""Carry out a study: visit the photos, fit the arms, and compare them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from augcli.imaging.lazy import Array, np
from augcli.pipeline.copy_maker import CopyMaker
from augcli.storage.remote.scheme import is_url
from augcli.studies.answer import Task
from augcli.studies.arms import Plan
from augcli.studies.ask import ask
from augcli.studies.compare import compare
from augcli.studies.feature_store import FeatureStore
from augcli.studies.fit import Fitting
from augcli.studies.memory import told_of_memory
from augcli.studies.model import Tuning, tuned
from augcli.studies.outside import OutsideFitting
from augcli.studies.photos import Photos, unit_of
from augcli.studies.shared_features import shared
from augcli.studies.splits import splits_of
from augcli.studies.statistics import Metric
from augcli.studies.study import Stage, Study
from augcli.studies.unreadable import check_enough_read
from augcli.studies.user_model import KERNEL
from augcli.studies.visit import Visiting
from augcli.studies.visitor import Seen, Visitor

OnStep = Callable[[Stage, int, int], None]
"""Is called with what is done, how many steps of it, and of how many."""

FEW_PHOTOS = 1000
"""Up to so many photos there are three copies of each by default, above two."""


@dataclass(frozen=True)
class StudySettings:
    """How a study is done. ``copies`` is None for the default, by the number of photos.

    ``model`` is ``kernel``, ``cnn``, or ``FILE.py:function``.
    """

    copies: int | None = None
    repeats: int = 10
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
        UsageProblem: too few photos can be read, or the model of the user fails.
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    start = time.monotonic()
    found = _empty(photos, maker, plan, settings)
    arms = len(plan.arms)
    visiting = Visiting(
        maker,
        plan.arms,
        found.copies,
        as_pixels=settings.model != KERNEL,
        is_far=any(is_url(one.path) for one in photos.training[:1]),
    )
    visitor = Visitor(visiting, FeatureStore(settings.out), settings.workers, found.skipped)
    with told_of_memory():
        training, held = _visited(photos, visitor, arms, on_step)
        truth = photos.classes_of(training.sources)
        asked = truth if held is None else photos.classes_of(held.sources)
        found.photos, found.tested = len(truth), len(asked)
        found.chance = float(np.bincount(asked).max() / len(asked))
        units = list(zip(map(unit_of, training.sources), map(int, truth), strict=True))
        splits = splits_of(units, found.folds, settings.repeats, maker.seed)
        with shared(training, held) as files:
            task = Task(files[0], truth, len(photos.classes), found.copies, splits, files[1])
            fitting: Fitting | OutsideFitting
            if settings.model == KERNEL:
                found.tuning = _tuned(training, truth, len(photos.classes))
                fitting = Fitting(task, found.tuning)
            else:
                fitting = OutsideFitting(task, settings.model, maker.seed)
            known, found.finished = ask(
                fitting, arms, settings.workers, lambda done: on_step("models", done, arms)
            )
        compare(found, plan, known, asked)
    found.seconds = time.monotonic() - start
    return found


def _visited(
    photos: Photos, visitor: Visitor, arms: int, on_step: OnStep
) -> tuple[Seen, Seen | None]:
    """Return what is known of the training photos, and of those that are held out, if any."""
    before, total = len(photos.training), len(photos.training) + len(photos.held)
    training = visitor.visit(
        photos.training, range(arms), lambda done: on_step("photos", done, total)
    )
    check_enough_read(photos, training.sources, visitor.skipped)
    if not photos.held:
        return training, None
    held = visitor.visit(photos.held, (0,), lambda done: on_step("photos", before + done, total))
    return training, held


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
        photos.folds,
        maker.seed,
        0.0,
        [{"step": row.step, **stages[row.arm - 1].stages[0].settings()} for row in alone],
        model=settings.model,
        grouped=any(one.group for one in photos.training),
    )


def _tuned(training: Seen, truth: Array, classes: int) -> Tuning:
    prior = np.bincount(truth, minlength=classes) / len(truth)
    return tuned(training.features[:, 0].astype(np.float32), np.eye(classes)[truth] - prior)
