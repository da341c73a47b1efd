"""Measure whether the intervals of ``augcli study`` hold, on photos of which there are many more.

    python benchmarks/study_truth.py DATA [--samples 30] [--photos 300] [--same 400] [--keep DIR]

Small samples of DATA are studied, and the truth is what the same models do on all other photos, as
the mean over the samples. Then samples of ``--same`` photos compare each pipeline with itself under
another seed, where the truth is 0. Prints Markdown. ``--keep`` keeps what the models answered, so
that a run that was stopped goes on, and other intervals can be tried on the same answers.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads fight for a core

import tempfile
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
from augcli.studies.arms import Plan, plan_of
from augcli.studies.feature_store import FeatureStore
from augcli.studies.model import CANDIDATES, Fitted, Scaler, best_ridge, predictions
from augcli.studies.photos import choose
from augcli.studies.splits import splits_of
from augcli.studies.statistics import (
    METRICS,
    Effect,
    Metric,
    effects,
    metric_of,
    pseudo_values,
)
from augcli.studies.visit import Visiting
from augcli.studies.visitor import Visitor

FLAGS = "--rotation 15 --horizontal-flip --vertical-flip --brightness 0.3"
COPIES = 3
Pair = tuple[int, int]
Study = list[Effect]


class Everything(NamedTuple):
    """All photos: their names, classes, and features (photos, 1 + arms * copies, 1956)."""

    names: list[str]
    truth: Any
    features: Any


class Answers(NamedTuple):
    """What the models of a sample take photos for.

    ``taken`` are its own photos, (arms, repeats, n), and ``others`` all others, (arms, m), with
    their classes in ``truth`` and ``others_truth``.
    """

    truth: Any
    taken: Any
    others_truth: Any
    others: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--same", type=int, default=400)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given.keep = given.keep or Path(folder)
        measure(given)


def measure(given: argparse.Namespace) -> None:
    pipeline = augcli.Pipeline.from_flags(FLAGS)
    plan = plan_of(pipeline.maker.pipeline)
    photos = seen(given, pipeline, plan)
    print(f"{given.samples} samples of {given.photos} of {len(photos.names)} photos, {FLAGS}\n")
    answers = asked(photos, given, given.photos)
    pairs = [(row.arm, row.base) for row in plan.rows]
    print("| metric | block | rows cover | rows hold together | half width | wrong sign |")
    print("|---|---|---|---|---|---|")
    for metric in METRICS:
        tell(metric, plan, answers, pairs)
    twice = augcli.Pipeline(replace(pipeline.maker, seed=1))
    single = [row.arm for row in plan.rows if row.block != "added"]
    both = side_by_side(photos, seen(given, twice, plan), single)
    same = asked(both, given, given.same)
    for metric in METRICS:
        tell_same(metric, [(arm, arm + len(single)) for arm in range(1, len(single) + 1)], same)


def seen(given: argparse.Namespace, pipeline: augcli.Pipeline, plan: Plan) -> Everything:
    """Describe every photo of a dataset."""
    photos = choose(Dataset(given.data), None, 10**9, 2)
    visiting = Visiting(pipeline.maker, plan.arms, COPIES)
    visitor = Visitor(visiting, FeatureStore(given.keep), given.workers)
    found = visitor.visit(photos.training, range(len(plan.arms)), lambda _: None)
    truth = photos.classes_of(found.sources)
    return Everything([one.name for one in found.sources], truth, found.features)


def side_by_side(one: Everything, other: Everything, arms: Sequence[int]) -> Everything:
    """Put the copies of some arms under two seeds side by side, as arms of one plan."""
    places = [n for arm in arms for n in range(1 + (arm - 1) * COPIES, 1 + arm * COPIES)]
    parts = [one.features[:, :1], one.features[:, places], other.features[:, places]]
    return one._replace(features=np.concatenate(parts, axis=1))


def asked(photos: Everything, given: argparse.Namespace, count: int) -> list[Answers]:
    study = partial(studied, photos, given.keep, count)
    with get_context("fork").Pool(given.workers) as pool:
        return pool.map(study, range(given.samples), chunksize=1)


def studied(photos: Everything, keep: Path, count: int, sample: int) -> Answers:
    """Return what the models of a sample answer, from the folder if it is there."""
    file = keep / f"{count} photos, {photos.features.shape[1]} pictures, sample {sample}.npz"
    if not file.is_file():
        part = file.with_suffix(".part.npz")
        np.savez(part, **answered(photos, count, sample)._asdict())
        part.replace(file)
    with np.load(file) as kept:
        return Answers(**kept)


def answered(photos: Everything, count: int, sample: int) -> Answers:
    """Study a sample, and ask its models about all other photos."""
    place = {name: number for number, name in enumerate(photos.names)}
    order = [place[name] for name in by_hash(f"sample {sample}", photos.names)]
    inside, rest = np.sort(order[:count]), np.sort(order[count:])
    truth = photos.truth[inside]
    raw, classes = photos.features[inside], int(photos.truth.max()) + 1
    prior = np.bincount(truth, minlength=classes) / len(truth)
    targets = np.eye(classes)[truth] - prior
    originals = raw[:, 0].astype(np.float32)
    _, tuning = min(best_ridge(originals, targets, one) for one in CANDIDATES)
    scale = Scaler.of(originals, tuning.shape)
    plain, others = scale(raw[:, 0]), scale(photos.features[rest, 0])
    units = [(photos.names[n], int(photos.truth[n])) for n in inside]
    splits = splits_of(units, 5, 10, sample)
    taken, outside = [], []
    for first in range(1 - COPIES, raw.shape[1], COPIES):
        shown = plain[np.newaxis]
        if first > 0:
            copies = scale(raw[:, first : first + COPIES].transpose(1, 0, 2))
            shown = np.concatenate([shown, copies])
        fitted = Fitted(shown, targets, tuning)
        taken.append(predictions(fitted, plain, prior, splits))
        outside.append((fitted.kernel(others) @ fitted.weights + prior).argmax(1))
    return Answers(truth, np.array(taken), photos.truth[rest], np.array(outside))


def effects_in(answers: Sequence[Answers], pairs: Sequence[Pair], metric: Metric) -> list[Study]:
    """Return the effects of the rows of each study; a row compares an arm with its base."""
    found = []
    for sample, one in enumerate(answers):
        value = [metric_of(taken, one.truth, metric) for taken in one.taken]
        alone = np.arange(len(one.truth))  # each photo is a group
        pseudo = [pseudo_values(taken, one.truth, alone, metric) for taken in one.taken]
        changes = np.array([value[arm] - value[base] for arm, base in pairs])
        differences = np.array([pseudo[arm] - pseudo[base] for arm, base in pairs])
        found.append(effects(changes, differences, sample))
    return found


def truth_of(answers: Sequence[Answers], pairs: Sequence[Pair], metric: Metric) -> Any:
    """Return the change of each row on the photos that a study did not see, (rows,)."""
    found = []
    for one in answers:
        value = [metric_of(taken[np.newaxis], one.others_truth, metric) for taken in one.others]
        found.append([value[arm] - value[base] for arm, base in pairs])
    return np.mean(found, axis=0)


def tell(metric: Metric, plan: Plan, answers: Sequence[Answers], pairs: Sequence[Pair]) -> None:
    """Print how often the intervals of each block hold, and in how many studies all of them do."""
    studies, truth = effects_in(answers, pairs, metric), truth_of(answers, pairs, metric)
    for block in ("alone", "together", "added"):
        rows = [number for number, row in enumerate(plan.rows) if row.block == block]
        found = [(study[n], truth[n]) for study in studies for n in rows]
        alone = np.mean([one.low_alone <= t <= one.high_alone for one, t in found])
        together = np.mean([one.low <= t <= one.high for one, t in found])
        width = np.median([(one.high_alone - one.low_alone) / 2 for one, _ in found])
        wrong = sum(
            one.verdict in ("helps", "hurts") and one.change * t < 0 and abs(t) > 0.002
            for one, t in found
        )
        print(
            f"| {metric} | {block} ({', '.join(f'{100 * truth[n]:+.1f}' for n in rows)}) "
            f"| {alone:.1%} | {together:.1%} | {100 * width:.1f} | {wrong} of {len(found)} |"
        )
    whole = sum(
        all(one.low <= t <= one.high for one, t in zip(study, truth, strict=True))
        for study in studies
    )
    print(f"| {metric} | studies in which all rows hold | | {whole} of {len(studies)} | | |")


def tell_same(metric: Metric, pairs: Sequence[Pair], answers: Sequence[Answers]) -> None:
    """Print how often a pipeline that is compared with itself changes nothing."""
    studies = effects_in(answers, pairs, metric)
    inside = [one.low_alone <= 0 <= one.high_alone for study in studies for one in study]
    whole = sum(all(one.low <= 0 <= one.high for one in study) for study in studies)
    print(
        f"\n{metric}: a pipeline against itself, 0 inside {np.mean(inside):.1%} of the rows' "
        f"intervals; in {whole} of {len(studies)} studies all rows hold together"
    )


if __name__ == "__main__":
    main()
