"""Expand a dataset: from settings to a finished tree, and what became of each source."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from augcli.dataset import Dataset
from augcli.engines.local import Died, LocalEngine
from augcli.errors import UsageProblem
from augcli.files import sweep
from augcli.manifest import SKIPPED, Manifest, read_run_file, write_lines
from augcli.output_folder import (
    begin,
    check_apart,
    check_claim,
    empty,
    is_finished,
    write_run_file,
)
from augcli.plan import Job, Plan
from augcli.settings import Settings
from augcli.summary import Summary
from augcli.worker import Outcome, Problem, Worker


@dataclass(frozen=True)
class Expansion:
    """A run: what to make of which dataset, where, and how."""

    dataset: Dataset
    out: Path
    settings: Settings
    workers: int = 1
    strict: bool = False
    overwrite: bool = False

    def check(self) -> bool:
        """Say whether there is an earlier run of these settings to go on with.

        Raises:
            UsageProblem: the request can't be carried out as it stands.
        """
        next(self.dataset.folders())
        check_apart(self.dataset.root, self.out)
        try:
            return check_claim(self.out, self.settings.as_json())
        except UsageProblem:
            if self.overwrite and read_run_file(self.out) is not None:
                return False
            raise

    def run(self, on_source: Callable[[Summary], None] = lambda _: None) -> Summary:
        """Make what is missing; ``on_source`` is told after each source.

        Raises:
            UsageProblem: the request can't be carried out; nothing was written.
            EnvironmentFailure: the machine said no; what is done stays.
        """
        start = time.perf_counter()
        self._prepare()
        summary = Summary(self.out)
        manifest = Manifest(self.out)
        try:
            for outcome in self._outcomes(summary, manifest):
                manifest.append(outcome.lines)
                summary.add(outcome)
                on_source(summary)
                if self.strict and summary.reports:
                    break
            else:
                summary.finished = True
        finally:
            if not summary.finished:
                sweep(self.out)
        manifest.finish()
        self._tell(summary)
        summary.seconds = time.perf_counter() - start
        return summary

    def _prepare(self) -> None:
        going_on = self.check()
        if self.overwrite:
            empty(self.out)
            going_on = False
        if not going_on:
            begin(self.out, self.settings.as_json())
        if not is_finished(self.out):
            sweep(self.out)

    def _outcomes(self, summary: Summary, manifest: Manifest) -> Iterator[Outcome]:
        engine = LocalEngine(
            Worker(self.dataset.root, self.out, self.settings), _lost, self.workers
        )
        yield from engine.run(self._missing(summary, manifest))
        if engine.deaths:
            sweep(self.out)

    def _missing(self, summary: Summary, manifest: Manifest) -> Iterator[Job]:
        """Give the jobs that have something to do, and count the others as done."""
        begun = False
        for job in Plan(self.dataset, self.out, self.settings).jobs(manifest):
            tally = summary.classes[job.source.label]
            tally.sources += 1
            tally.copies += self.settings.copies - len(job.missing)
            if job.is_done:
                summary.done += 1
                continue
            if not begun:
                begin(self.out, self.settings.as_json())
                begun = True
            yield job

    def _tell(self, summary: Summary) -> None:
        summary.passed_over = self.dataset.passed_over
        write_lines(self.out / SKIPPED, summary.skipped_records())
        if summary.finished:
            write_run_file(self.out, self.settings.as_json(), summary.totals())


def _lost(job: Job, death: Died) -> Outcome:
    how = f"by signal {-death.code}" if death.code and death.code < 0 else f"code {death.code}"
    text = f"the process that worked on it ended twice ({how})"
    return Outcome(job, problem=Problem("bad", "worker-died", text))
