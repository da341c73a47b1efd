"""Forecast what an expansion would make, without writing anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.dataset.partners import partner_pool
from augcli.dataset.parts import Part
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.splits import Split, splits_as_json
from augcli.errors import ExitCode, SourceProblem
from augcli.expansion.expand import Expansion
from augcli.expansion.jobs import Job
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.mixing import Mixing, known_partners
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.plan import Plan
from augcli.expansion.run import Run
from augcli.expansion.shards.plan import PlannedJobs, ShardPlan, known_problems
from augcli.expansion.skipped_source import SkippedSource, unread_names
from augcli.expansion.tally import Tally, together
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.partners import Partners
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

_SAMPLES = 24


@dataclass
class Forecast(Tally):
    """The forecast of a class, counted as a run counts: ``written`` files are still to be made.

    ``bytes`` estimates the size of all copies. ``originals`` counts those that stand beside their
    copies.
    """

    written: int = 0
    bytes: int = 0
    originals: int = 0

    @property
    def after(self) -> int:
        """The images for training that OUT has in the end."""
        return self.copies + self.originals

    @property
    def real(self) -> float:
        """The share of originals among them, 0 to 1."""
        return self.originals / self.after if self.after else 0.0


@dataclass
class Estimate:
    """A forecast for each class, the sources that won't be opened, and what is no source.

    ``stale`` has the files that are left of other sources; ``loaders`` has the names of all files;
    ``most`` is the largest number of copies of an image of each class; ``samples`` the number of
    copies that were made in memory; ``shards`` the number of shards, 0 if there are none.
    """

    out: Path
    part: Part | None = None
    samples: int = 0
    classes: dict[str, Forecast] = field(default_factory=lambda: defaultdict(Forecast))
    most: Counter[str] = field(default_factory=Counter)
    skipped: list[SkippedSource] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    passed_over: PassedOver = field(default_factory=PassedOver)
    loaders: LoaderCheck = field(default_factory=LoaderCheck)
    shards: int = 0

    @property
    def total(self) -> Forecast:
        """All classes together."""
        return together(Forecast, self.classes.values())

    def add(self, job: Job, growth: float) -> None:
        """Count a job; ``growth`` is the number of bytes of a copy per byte of its source."""
        source, row = job.source, self.classes[job.source.label]
        row.sources += 1
        if problem := job.problem:
            row.count(problem.status)
            self.skipped.append(SkippedSource.of(source, problem))
            return
        self.loaders.add_outputs(job, job.copies, original=bool(job.name.original))
        if source.carried:
            row.carried += 1
            row.written += job.original
            row.bytes += source.size
            return
        row.copies += job.copies
        row.originals += bool(job.name.original)
        self.most[source.label] = max(self.most[source.label], job.copies)
        row.written += len(job.missing) + job.original
        row.bytes += round(job.copies * source.size * growth)

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``; what a run counts too has the same name there."""
        classes = {label: row.as_json() for label, row in sorted(self.classes.items())}
        skipped = sorted(self.skipped, key=lambda one: one.source)
        return {
            "dry_run": True,
            "out": str(self.out),
            **({"part": str(self.part)} if self.part else {}),
            **self.total.as_json(),
            "classes": classes,
            "problems": [one.as_json() for one in skipped],
            "unread": {kind: len(names) for kind, names in unread_names(skipped).items()},
            "stale": self.stale,
            "splits": splits_as_json(self.splits),
            "loaders": self.loaders.as_json(),
            "passed_over": dict(sorted(self.passed_over.items())),
            "passed_over_examples": dict(sorted(self.passed_over.examples.items())),
            **({"shards": self.shards} if self.shards else {}),
        }

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.skipped else ExitCode.OK


def estimate(expansion: Expansion) -> Estimate:
    """Count the images and copies, and estimate their size from a sample made in memory.

    Raises:
        UsageProblem: the expansion itself would be refused.
    """
    return forecast(expansion, going_on=expansion.check() and not expansion.options.overwrite)


def forecast(run: Run, *, going_on: bool = False) -> Estimate:
    """Return the estimate for a run that has been checked; ``going_on`` if OUT has a part of it."""
    settings, dataset = run.settings, run.dataset
    partners = known_partners(dataset, settings, read_run_file(run.out) if going_on else None)
    result = Estimate(run.out, run.part, splits=dataset.found_splits)
    if settings.sharding:
        jobs = _in_shards(run, partners, result, going_on=going_on)
    else:
        jobs = _in_folders(run, partners, result, going_on=going_on)
    pool = partner_pool(dataset.root, partners)
    sizes = _sampled(settings.copy_maker(pool, run.options.limits.pixels), jobs)
    result.samples = len(sizes)
    growth = sum(size for _, size in sizes) / max(1, sum(size for size, _ in sizes))
    for job in jobs:
        result.add(job, growth)
    result.passed_over = dataset.passed_over
    return result


def _in_folders(
    run: Run, partners: Partners | None, result: Estimate, *, going_on: bool
) -> list[Job]:
    """Return the jobs of files in folders, and note those in OUT that are left over."""
    verify = run.options.verify
    manifest = Manifest.read(run.out, recipes=verify) if going_on else Manifest(run.out)
    plan = Plan(run.dataset, run.out, run.settings, verify, mine=run.mine)
    jobs = list(plan.jobs(manifest))
    if partners:
        jobs = list(Mixing.of(run.settings, partners, jobs, plan.others()).redrawn(manifest))
    result.stale = manifest.stale((), run.dataset.unlisted)
    return jobs


def _in_shards(
    run: Run, partners: Partners | None, result: Estimate, *, going_on: bool
) -> list[Job]:
    """Return the jobs of sources in shards, and note how many shards there are."""
    jobs = PlannedJobs(run, known_problems(run) if going_on else {})
    pool = Mixing.of(run.settings, partners, jobs).partners if partners else None
    plan = ShardPlan(run, jobs, pool, anew=not going_on)
    result.loaders = LoaderCheck(is_tree=not run.settings.packs)
    result.shards = len(plan.names)
    left = [plan.left(shard) for shard in plan.missing]
    of_markers = (file for marker in plan.in_place.values() for file in marker.stale)
    result.stale = sorted([*of_markers, *(file for one in left for file in one.stale)])
    return [*plan.settled, *(job for one in left for job in one.jobs)]


def _sampled(maker: CopyMaker, jobs: list[Job]) -> list[tuple[int, int]]:
    """Return the bytes of a source and of a copy of it, for a spread of jobs."""
    jobs = [job for job in jobs if not (job.problem or job.source.carried)]
    sample = jobs[:: max(1, len(jobs) // _SAMPLES)]
    return [(job.source.size, size) for job in sample if (size := _copy_size(maker, job))]


def _copy_size(maker: CopyMaker, job: Job) -> int:
    """Return the bytes of the first copy of a source, 0 if it has none."""
    try:
        source = maker.open(read_file(job.source.path, Limits.bytes), job.name.ending)
        (made,) = maker.make(
            source, [maker.of_class(job.source.label).draw(job.source.name, [1])[1]]
        )
    except SourceProblem:
        return 0
    return len(made.data)
