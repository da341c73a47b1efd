"""Carry out a study: visit the photos, fit the arms, and compare them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from augcli.imaging.lazy import np
from augcli.pipeline.copy_maker import CopyMaker
from augcli.storage.remote.scheme import is_url
from augcli.studies.answer import Answer, Asked, Task
from augcli.studies.arms import Plan
from augcli.studies.ask import ask
from augcli.studies.compare import compare
from augcli.studies.enough import check_enough
from augcli.studies.feature_store import FeatureStore
from augcli.studies.fit import Fitting
from augcli.studies.memory import told_of_memory
from augcli.studies.outside import OutsideFitting
from augcli.studies.photos import Photos
from augcli.studies.shared_features import shared
from augcli.studies.splits import group_of, numbered, splits_of
from augcli.studies.statistics import Metric
from augcli.studies.study import ENOUGH_HALVINGS, Stage, Study
from augcli.studies.tune import TUNING_STEPS, tuned
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

    def repeats_of(self, *, held: bool) -> int:
        """Return how often the photos are split: into folds, or into halves if some are held out.

        Few halvings can't tell the chance of the training photos, and ten cost the kernel model
        no more than its inverse.
        """
        least = ENOUGH_HALVINGS if held and self.model == KERNEL else 0
        return max(self.repeats, least)


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
        groups = zip(map(group_of, training.sources), map(int, truth), strict=True)
        splits = splits_of(list(groups), found.folds, found.repeats, maker.seed)
        tested = (training if held is None else held).sources
        asked = Asked(photos.classes_of(tested), numbered(map(group_of, tested)))
        found.photos, found.tested = len(truth), len(asked.truth)
        found.groups = int(asked.groups.max()) + 1
        found.chance = float(np.bincount(asked.truth).max() / found.tested)
        with shared(training, held) as files:
            task = Task(files[0], truth, len(photos.classes), found.copies, splits, files[1])
            known = _fitted(task, arms, settings, found, on_step)
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
        check_enough(training.sources, ())
        return training, None
    held = visitor.visit(photos.held, (0,), lambda done: on_step("photos", before + done, total))
    check_enough(training.sources, held.sources)
    return training, held


def _fitted(
    task: Task, arms: int, settings: StudySettings, found: Study, on_step: OnStep
) -> dict[int, Answer]:
    """Return the answers by arm; set the tuning, and whether the answers are all there."""
    fitting: Fitting | OutsideFitting
    before = TUNING_STEPS if settings.model == KERNEL else 0

    def tell(done: int) -> None:
        on_step("models", done, before + arms)

    if settings.model == KERNEL:
        found.tuning = tuned(task, settings.workers, tell)
        fitting = Fitting(task, found.tuning)
    else:
        fitting = OutsideFitting(task, settings.model, found.seed)
    known, found.finished = ask(fitting, arms, settings.workers, lambda done: tell(before + done))
    return known


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
        settings.repeats_of(held=bool(photos.held)),
        photos.folds,
        maker.seed,
        0.0,
        [{"step": row.step, **stages[row.arm - 1].stages[0].settings()} for row in alone],
        model=settings.model,
        sampled=len(photos.training),
    )
