"""Measure whether the intervals of ``augcli study`` hold, on photos of which there are many more.

    python benchmarks/study_truth.py DATA [--samples 30] [--photos 300] [--workers 2]

Small samples of DATA are studied, and the truth is what the same models do on all other photos, as
the mean over the samples. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads fight for a core

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import augcli
from augcli.dataset.by_hash import by_hash
from augcli.dataset.scan import Dataset
from augcli.studies.arms import Arm, Plan, plan_of
from augcli.studies.feature_store import FeatureStore
from augcli.studies.model import Fitted, Scaler, predictions, tuned
from augcli.studies.photos import choose
from augcli.studies.splits import splits_of
from augcli.studies.statistics import METRICS, Effect, effects, scores
from augcli.studies.visit import Visiting
from augcli.studies.visitor import Visitor

FLAGS = "--rotation 15 --horizontal-flip --vertical-flip --brightness 0.3"
COPIES = 3


class Everything(NamedTuple):
    """All photos: their names, classes, and features (photos, arms, 1956)."""

    names: list[str]
    truth: Any
    features: Any


class Answer(NamedTuple):
    """What a study of a sample says, and what its models do on the other photos, by metric."""

    effects: dict[str, list[Effect]]
    outside: dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    pipeline = augcli.Pipeline.from_flags(FLAGS)
    plan = plan_of(pipeline.maker.pipeline)
    photos = seen(given.data, pipeline, plan, given.workers)
    print(f"{given.samples} samples of {given.photos} of {len(photos.names)} photos, {FLAGS}\n")
    answers = asked(photos, plan, given)
    print("| metric | block | rows cover | together cover | half width | wrong sign |")
    print("|---|---|---|---|---|---|")
    for metric in METRICS:
        tell(metric, plan, answers)
    twice = replace(pipeline.maker, seed=1)
    null = with_another_seed(photos, seen(given.data, augcli.Pipeline(twice), plan, given.workers))
    arms = len(plan.arms)
    rows = tuple(replace(row, arm=row.arm, base=row.arm + arms - 1) for row in plan.rows[:5])
    both = Plan((*plan.arms, *(Arm(one.stages) for one in plan.arms[1:])), rows)
    same = asked(null, both, given)
    for metric in METRICS:
        inside = [
            one.low_alone <= 0 <= one.high_alone
            for answer in same
            for one in answer.effects[metric]
        ]
        print(f"\n{metric}: a pipeline against itself, 0 inside {np.mean(inside):.1%}")


def seen(data: Path, pipeline: augcli.Pipeline, plan: Plan, workers: int) -> Everything:
    """Describe every photo of a dataset."""
    photos = choose(Dataset(data), None, 10**9, 2)
    visitor = Visitor(Visiting(pipeline.maker, plan.arms, COPIES), FeatureStore(None), workers)
    found = visitor.visit(photos.training, range(len(plan.arms)), lambda _: None)
    truth = photos.classes_of(found.sources)
    return Everything([one.name for one in found.sources], truth, found.features)


def with_another_seed(one: Everything, other: Everything) -> Everything:
    """Put the copies of two seeds side by side, as arms of one plan."""
    return one._replace(features=np.concatenate([one.features, other.features[:, 1:]], axis=1))


def asked(photos: Everything, plan: Plan, given: argparse.Namespace) -> list[Answer]:
    study = partial(studied, photos, plan, given.photos)
    with get_context("fork").Pool(given.workers) as pool:
        return pool.map(study, range(given.samples), chunksize=1)


def studied(photos: Everything, plan: Plan, count: int, sample: int) -> Answer:
    """Study a sample, and ask its models about all other photos."""
    place = {name: number for number, name in enumerate(photos.names)}
    order = [place[name] for name in by_hash(f"sample {sample}", photos.names)]
    inside, rest = np.sort(order[:count]), np.sort(order[count:])
    truth = photos.truth[inside]
    raw, classes = photos.features[inside], int(photos.truth.max()) + 1
    prior = np.bincount(truth, minlength=classes) / len(truth)
    targets = np.eye(classes)[truth] - prior
    tuning = tuned(raw[:, 0].astype(np.float32), targets)
    scale = Scaler.of(raw[:, 0].astype(np.float32), tuning.shape)
    plain, others = scale(raw[:, 0]), scale(photos.features[rest, 0])
    units = [(photos.names[n], int(photos.truth[n])) for n in inside]
    splits = splits_of(units, 5, 10, sample)
    taken, outside = [], []
    for arm in range(len(plan.arms)):
        shown = plain[np.newaxis]
        if arm:
            first = 1 + (arm - 1) * COPIES
            copies = scale(raw[:, first : first + COPIES].transpose(1, 0, 2))
            shown = np.concatenate([shown, copies])
        fitted = Fitted(shown, targets, tuning)
        taken.append(predictions(fitted, plain, prior, splits))
        outside.append((fitted.kernel(others) @ fitted.weights + prior).argmax(1))
    return Answer(
        {one: effects(_differences(plan, taken, truth, one), sample) for one in METRICS},
        {one: _outside(plan, outside, photos.truth[rest], one) for one in METRICS},
    )


def _differences(plan: Plan, taken: Sequence[Any], truth: Any, metric: Any) -> Any:
    of = [scores(one, truth, metric) for one in taken]
    return np.array([of[row.arm] - of[row.base] for row in plan.rows])


def _outside(plan: Plan, taken: Sequence[Any], truth: Any, metric: Any) -> Any:
    of = [scores(one[np.newaxis], truth, metric).mean() for one in taken]
    return np.array([of[row.arm] - of[row.base] for row in plan.rows])


def tell(metric: str, plan: Plan, answers: Sequence[Answer]) -> None:
    """Print how often the intervals of each block hold the mean over the samples."""
    truth = np.mean([answer.outside[metric] for answer in answers], axis=0)
    for block in ("alone", "together", "added"):
        rows = [number for number, row in enumerate(plan.rows) if row.block == block]
        pairs = [(answer.effects[metric][n], truth[n]) for answer in answers for n in rows]
        alone = np.mean([one.low_alone <= t <= one.high_alone for one, t in pairs])
        together = np.mean([one.low <= t <= one.high for one, t in pairs])
        width = np.median([(one.high_alone - one.low_alone) / 2 for one, _ in pairs])
        wrong = sum(
            one.verdict in ("helps", "hurts") and one.change * t < 0 and abs(t) > 0.002
            for one, t in pairs
        )
        print(
            f"| {metric} | {block} ({', '.join(f'{100 * truth[n]:+.1f}' for n in rows)}) "
            f"| {alone:.1%} | {together:.1%} | {100 * width:.1f} | {wrong} of {len(pairs)} |"
        )


if __name__ == "__main__":
    main()
