"""Carry out a study: visit the photos, fit the arms, and compare them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from augcli.errors import Interrupted
from augcli.imaging.lazy import Array, np
from augcli.pipeline.copy_maker import CopyMaker
from augcli.studies.answer import Answer, Asked, Task, lost
from augcli.studies.arms import Plan
from augcli.studies.compare import compare
from augcli.studies.enough import check_enough
from augcli.studies.feature_store import FeatureStore
from augcli.studies.fit import Fitting
from augcli.studies.outside import OutsideFitting
from augcli.studies.photos import Photos
from augcli.studies.splits import groups_of, numbered, splits_of
from augcli.studies.statistics import Metric
from augcli.studies.study import ENOUGH_HALVINGS, Stage, Study
from augcli.studies.tune import TUNING_STEPS, tuned
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

    def splits(self, *, held: bool) -> tuple[int, int]:
        """Return the repeats and the folds; for photos that are held out the folds are halves.

        Few halvings can't tell the chance of the training photos, and ten cost the kernel model
        no more than its inverse.
        """
        if not held:
            return self.repeats, self.folds
        least = ENOUGH_HALVINGS if self.model == KERNEL else 0
        return max(self.repeats, least), 2


def study(
    photos: Photos, maker: CopyMaker, plan: Plan, settings: StudySettings, on_step: OnStep
) -> Study:
    """Return the effects of the steps of a plan on photos.

    If it is interrupted while models are fitted, what is known so far is returned.

    Raises:
        UsageProblem: no photo can be read, or too few to test on.
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
    check_enough(training.sources, held.sources if held else ())
    truth = _truth(photos, training)
    groups = zip(groups_of(training.sources), map(int, truth), strict=True)
    splits = splits_of(list(groups), found.folds, found.repeats, maker.seed)
    tested = training if held is None else held
    asked = Asked(_truth(photos, tested), numbered(groups_of(tested.sources)))
    found.photos, found.tested = len(truth), len(asked.truth)
    found.groups = int(asked.groups.max()) + 1
    found.chance = float(np.bincount(asked.truth).max() / found.tested)
    with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
        files = _saved(Path(folder), training, held)
        task = Task(files[0], truth, len(photos.classes), copies, splits, files[1])
        known = _fitted(task, len(plan.arms), settings, found, on_step)
    compare(found, plan, known, asked)
    found.seconds = time.monotonic() - start
    return found


def _empty(photos: Photos, maker: CopyMaker, plan: Plan, settings: StudySettings) -> Study:
    stages = plan.arms[1:]
    repeats, folds = settings.splits(held=bool(photos.held))
    alone = [one for one in plan.rows if one.block == "alone"]
    return Study(
        photos.classes,
        len(photos.training),
        photos.there,
        0,
        bool(photos.held),
        settings.metric,
        settings.copies_of(len(photos.training)),
        repeats,
        folds,
        maker.seed,
        0.0,
        [{"step": row.step, **stages[row.arm - 1].stages[0].settings()} for row in alone],
        model=settings.model,
        sampled=len(photos.training),
    )


def _truth(photos: Photos, seen: Seen) -> Array:
    return np.array([photos.class_of(one) for one in seen.sources])


def _saved(folder: Path, training: Seen, held: Seen | None) -> tuple[Path, Path | None]:
    """Write features to files that workers map, and return them."""
    files = folder / "training.npy", folder / "held.npy"
    np.save(files[0], training.features)
    if held is None:
        return files[0], None
    np.save(files[1], held.features[:, 0])
    return files


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
    answers = _answers(fitting, arms, settings.workers)
    known, found.finished = _gathered(answers, lambda done: tell(before + done))
    return known


def _answers(fitting: Fitting | OutsideFitting, arms: int, workers: int) -> Generator[Answer]:
    from augcli.engines.local import LocalEngine  # not for --help

    engine = LocalEngine(fitting, lost, min(workers, arms), _FIT_SECONDS, loading=_START_SECONDS)
    yield from engine.run(range(arms))


def _gathered(
    answers: Generator[Answer], on_step: Callable[[int], None]
) -> tuple[dict[int, Answer], bool]:
    """Return the answers by arm, and whether they are all there."""
    known: dict[int, Answer] = {}
    try:
        with closing(answers) as some:
            for answer in some:
                known[answer.arm] = answer
                on_step(len(known))
    except (KeyboardInterrupt, Interrupted):
        if 0 not in known:
            raise
        return known, False
    return known, True
