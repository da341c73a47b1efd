"""Summarise a run: counts by class, problems, and what copies could not keep."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.dataset.parts import Part
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.splits import Split, splits_as_json
from augcli.engines.throughput import Throughput, as_json_by_worker
from augcli.errors import ExitCode
from augcli.expansion.clipping import Clipped, clipped_as_json
from augcli.expansion.findings import Findings
from augcli.expansion.jobs import FIGURE_REASON, Job, Outcome
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.profile import add_up, as_json
from augcli.expansion.shards.marker import Marker
from augcli.expansion.skipped_source import SkippedSource, unread_names
from augcli.expansion.tally import Tally, together
from augcli.pipeline.clock import Seconds
from augcli.pipeline.quality import Rejected


@dataclass
class Summary:
    """The result of a run.

    ``written`` counts the files made now, ``done`` the sources dealt with, ``checked`` those opened
    to find out whether others may be mixed with them; ``classes`` counts all that is in place;
    ``repeated`` counts the copies made now that are the same as an earlier copy of their source,
    ``distinct`` the others; ``resumed`` says that an earlier run was cut short; ``skipped`` lists
    the sources without copies; ``clipped`` lists the copies of this run that are mostly black or
    white now; ``narrow`` counts 16-bit sources with a small part of a full scale that matters,
    ``stretched`` those whose aspect --size changes; ``stale`` names outputs of an earlier run whose
    source is gone, ``removed`` those of them that were removed; ``merging`` has names that some
    file systems take for the same; ``figures`` names files that augcli drew; ``empty_classes`` the
    classes that have files in DATA and no folder in OUT; ``splits`` says what became of train, val
    and test; ``loaders`` has the names of all files in OUT; ``profile`` holds the
    seconds of each stage, if asked for; ``mixing`` is what the run file says of the partners, None
    if nothing is mixed; ``part`` says which part of a larger run it is; ``fruitless_of_all`` has
    the sources of all parts that gave nothing, if there is a target; ``shards`` has the markers of
    the shards in place, by name; ``basis`` is a SHA-256 of what the shards of all parts depend on;
    ``workers`` is what each worker of a cluster did, by address.
    """

    out: Path
    classes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    written: int = 0
    done: int = 0
    checked: int = 0
    resumed: bool = False
    finished: bool = False
    seconds: float = 0.0
    skipped: list[SkippedSource] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    rejected: Counter[Rejected] = field(default_factory=Counter)
    repeated: int = 0
    distinct: int = 0
    clipped: list[Clipped] = field(default_factory=list)
    narrow: int = 0
    stretched: int = 0
    passed_over: PassedOver = field(default_factory=PassedOver)
    figures: list[str] = field(default_factory=list)
    loaders: LoaderCheck = field(default_factory=LoaderCheck)
    stale: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    merging: list[tuple[str, ...]] = field(default_factory=list)
    empty_classes: list[str] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    profile: Seconds = field(default_factory=dict)
    mixing: dict[str, Any] | None = None
    part: Part | None = None
    fruitless_of_all: frozenset[str] = frozenset()
    shards: dict[str, Marker] = field(default_factory=dict)
    basis: str = ""
    workers: Mapping[str, Throughput] = field(default_factory=dict)

    def count_anew(self) -> None:
        """Forget the counts of all that is in place, to plan the work once more."""
        self.classes.clear()
        self.skipped.clear()
        self.figures.clear()
        self.loaders = LoaderCheck(is_tree=self.loaders.is_tree)
        self.done = 0

    def add_planned(self, job: Job) -> None:
        """Count a job before it runs: its source, and the copies of it that are in place."""
        tally = self.classes[job.source.label]
        tally.sources += 1
        if job.problem:
            self.add(Outcome(job, problem=job.problem))
            return
        copies = job.copies - len(job.missing)
        if job.source.carried:
            tally.carried += job.is_done
        else:
            tally.copies += copies
        self.loaders.add_outputs(job, copies, original=bool(job.name.original) and not job.original)
        self.done += job.is_done

    def add_more(self, job: Job, copies: int) -> None:
        """Count more ``copies`` that a source has by now, without those still missing."""
        self.classes[job.source.label].copies += copies - len(job.missing)
        self.loaders.add_outputs(job, copies - len(job.missing))

    def add(self, outcome: Outcome) -> None:
        """Count the outcome of a job."""
        self.done += 1
        add_up(self.profile, outcome.seconds or {})
        source, problem = outcome.job.source, outcome.problem
        tally = self.classes[source.label]
        if problem and problem.reason == FIGURE_REASON:
            tally.sources -= 1
            self.figures.append(source.name)
        elif problem:
            tally.count(problem.status)
            self.skipped.append(SkippedSource.of(source, problem))
        else:
            tally.copies += len(outcome.job.missing)
            tally.carried += source.carried
            self.written += len(outcome.job.missing) + outcome.job.original
            made = outcome.job
            self.loaders.add_outputs(made, len(made.missing), original=made.original)
            self._add_findings(outcome.findings, len(outcome.job.missing))

    def _add_findings(self, found: Findings, copies: int) -> None:
        self.changes.update(found.changes)
        self.rejected.update(found.rejected)
        self.repeated += found.repeated
        self.distinct += copies - found.repeated
        self.clipped += found.clipped
        self.narrow += found.narrow
        self.stretched += found.stretched

    @property
    def fruitless(self) -> set[str]:
        """The sources that gave nothing, and the files that are none."""
        return {*self.figures, *(one.source for one in self.skipped)}

    @property
    def total(self) -> Tally:
        """All classes together."""
        return together(Tally, self.classes.values())

    @property
    def rate(self) -> float:
        """Files written per second."""
        return self.written / self.seconds if self.seconds else 0.0

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.skipped else ExitCode.OK

    def skipped_records(self) -> Iterator[dict[str, Any]]:
        """Return the records of ``skipped.jsonl``, in order of source."""
        return (one.as_json() for one in sorted(self.skipped, key=lambda one: one.source))

    def totals(self) -> dict[str, Any]:
        """Return the counts for the run file, which are the same when a run is repeated."""
        classes = {label: tally.as_json() for label, tally in sorted(self.classes.items())}
        return {**self.total.as_json(), "classes": classes}

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        return {
            "dry_run": False,
            "out": str(self.out),
            **({"part": str(self.part)} if self.part else {}),
            **self.totals(),
            "written": self.written,
            "finished": self.finished,
            "problems": list(self.skipped_records()),
            "unread": {kind: len(names) for kind, names in unread_names(self.skipped).items()},
            "changes": dict(sorted(self.changes.items())),
            "rejected": [
                {**one._asdict(), "copies": n} for one, n in sorted(self.rejected.items())
            ],
            "repeated": self.repeated,
            "clipped": clipped_as_json(self.clipped),
            "narrow": self.narrow,
            "stretched": self.stretched,
            "stale": self.stale,
            "removed": self.removed,
            "merging": self.merging,
            "empty_classes": self.empty_classes,
            "splits": splits_as_json(self.splits),
            "loaders": self.loaders.as_json(),
            "passed_over": dict(sorted(self.passed_over.items())),
            "passed_over_examples": dict(sorted(self.passed_over.examples.items())),
            "seconds": round(self.seconds, 3),
            "images_per_second": round(self.rate, 1),
            **({"shards": len(self.shards)} if self.shards else {}),
            **({"profile": as_json(self.profile)} if self.profile else {}),
            **as_json_by_worker(self.workers),
        }
