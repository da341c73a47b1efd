"""Forecast what an expansion would make, without writing anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.dataset.partners import partner_pool
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.splits import Split, splits_as_json
from augcli.errors import ExitCode, SourceProblem
from augcli.expansion.expand import Expansion
from augcli.expansion.jobs import Job
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.mixing import Mixing, known_partners
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.plan import Plan
from augcli.expansion.shards.plan import ShardPlan, jobs_of, known_problems, listed_counts
from augcli.expansion.summary import SkippedSource, unread_names
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
    ``most`` is the largest number of copies of an image of each class; ``shards`` is the number of
    shards, 0 if there are none.
    """

    out: Path
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
        self.loaders.add_job(job)
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
    settings, dataset, options = expansion.settings, expansion.dataset, expansion.options
    going_on = expansion.check() and not options.overwrite
    run = read_run_file(expansion.out) if going_on else None
    partners = known_partners(dataset, settings, run)
    result = Estimate(expansion.out, splits=dataset.found_splits)
    if settings.sharding:
        jobs = _in_shards(expansion, settings.sharding, partners, result, going_on=going_on)
    else:
        jobs = _in_folders(expansion, partners, result, going_on=going_on)
    pool = partner_pool(dataset.root, partners)
    growth = _growth(settings.copy_maker(pool, options.limits.pixels), jobs)
    for job in jobs:
        result.add(job, growth)
    result.passed_over = dataset.passed_over
    return result


def _in_folders(
    expansion: Expansion, partners: Partners | None, result: Estimate, *, going_on: bool
) -> list[Job]:
    """Return the jobs of files in folders, and note those in OUT that are left over."""
    settings, options = expansion.settings, expansion.options
    manifest = (
        Manifest.read(expansion.out, recipes=options.verify)
        if going_on
        else Manifest(expansion.out)
    )
    plan = Plan(expansion.dataset, expansion.out, settings, options.verify)
    jobs = list(plan.jobs(manifest))
    if partners:
        jobs = list(Mixing.of(settings, partners, jobs).redrawn(manifest))
    result.stale = manifest.stale((), expansion.dataset.unlisted)
    return jobs


def _in_shards(
    expansion: Expansion,
    sharding: Sharding,
    partners: Partners | None,
    result: Estimate,
    *,
    going_on: bool,
) -> list[Job]:
    """Return the jobs of sources in shards, and note how many shards there are."""
    jobs = jobs_of(expansion, known_problems(expansion) if going_on else {})
    counts = listed_counts(expansion, sharding, jobs)
    pool = Mixing.of(expansion.settings, partners, jobs).partners if partners else None
    plan = ShardPlan(expansion, jobs, counts, pool, anew=not going_on)
    result.loaders = LoaderCheck(is_tree=False)
    result.shards = len(plan.shards)
    return list(plan.planned)


def _growth(maker: CopyMaker, jobs: list[Job]) -> float:
    """Return the bytes of a copy per byte of its source, measured on a spread of jobs."""
    jobs = [job for job in jobs if not (job.problem or job.source.carried)]
    sample = jobs[:: max(1, len(jobs) // _SAMPLES)]
    sizes = [(job.source.size, size) for job in sample if (size := _copy_size(maker, job))]
    return sum(size for _, size in sizes) / max(1, sum(size for size, _ in sizes))


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
