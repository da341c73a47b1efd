"""Compare what ``augcli study`` says by kernel ridge regression and by its small convolutional net.

    python benchmarks/study_cnn.py DATA [--repeats 2] [--flags "--rotation 15 --horizontal-flip"]

Both models see the same photos, copies and folds. Steps are studied alone and all together. Needs
PyTorch. Prints Markdown: changes in points, with the intervals that hold for all rows together.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads fight for a core

import resource
from collections.abc import Sequence
from pathlib import Path

import augcli
from augcli.dataset.scan import Dataset
from augcli.studies.arms import Plan, plan_of
from augcli.studies.photos import choose
from augcli.studies.run import StudySettings, study
from augcli.studies.statistics import NO_EFFECT
from augcli.studies.study import Row, Study
from augcli.studies.user_model import CNN, KERNEL

FLAGS = "--rotation 15 --horizontal-flip --vertical-flip"
FOLDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--flags", default=FLAGS)
    given = parser.parse_args()
    maker = augcli.Pipeline.from_flags(given.flags).maker
    plan = without_added(plan_of(maker.pipeline))
    photos = choose(Dataset(given.data), None, 10**9, FOLDS)
    found, seconds = [], []
    for model in (KERNEL, CNN):
        settings = StudySettings(repeats=given.repeats, model=model)
        before = cpu_seconds()
        found.append(study(photos, maker, plan, settings, lambda *_: None))
        seconds.append(cpu_seconds() - before)
    print(f"{found[0].photos} photos, {given.repeats} repeats of {FOLDS} folds, {given.flags}\n")
    tell(found, seconds)


def without_added(plan: Plan) -> Plan:
    """Leave out what each step adds to the others, which nearly doubles the time."""
    rows = tuple(row for row in plan.rows if row.block != "added")
    return Plan(plan.arms[: 1 + len(rows)], rows)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of the workers that have ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def tell(found: Sequence[Study], seconds: Sequence[float]) -> None:
    print("| | kernel ridge | small convolutional net |\n| --- | --- | --- |")
    line("without augmentation", [f"{100 * one.baseline:.1f} % right" for one in found])
    for rows in zip(*(one.rows for one in found), strict=True):
        line(rows[0].step, [cell(row) for row in rows])
    line("CPU seconds", [f"{one:,.0f}" for one in seconds])


def cell(row: Row) -> str:
    effect = row.effect
    ends = (100 * one for one in (effect.change, effect.low, effect.high))
    said = f"leans {effect.leans}" if effect.leans else effect.verdict
    return "{:+.1f} [{:+.1f}, {:+.1f}]".format(*ends) + ("" if said == NO_EFFECT else f" {said}")


def line(title: str, cells: Sequence[str]) -> None:
    print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
