"""Expand a dataset: from settings to a finished tree, and what became of each source."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from augcli.dataset.partners import partners_of
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.jobs import Outcome, Problem
from augcli.expansion.output.folder import (
    begin,
    check_apart,
    check_claim,
    empty,
    is_finished,
    make_out,
)
from augcli.expansion.output.manifest import SKIPPED, Manifest, inside, write_lines
from augcli.expansion.output.run_file import read_run_file, write_run_file
from augcli.expansion.output.settings import Settings
from augcli.expansion.plan import Job, Plan, unlisted
from augcli.expansion.profile import MAIN, ProfiledWorker, add_up
from augcli.expansion.summary import Summary
from augcli.expansion.worker import Worker
from augcli.storage.files import CAN_FLUSH, remove, sweep
from augcli.storage.limits import Limits
from augcli.storage.lock import locked

if TYPE_CHECKING:
    from augcli.engines.worker_process import Died


@dataclass(frozen=True)
class RunOptions:
    """How a run goes about it; none of this changes a byte of its outputs.

    ``strict`` stops at the first source that gives nothing; ``overwrite`` removes an earlier run
    first; ``verify`` compares the content of what is in place; ``prune`` removes outputs whose
    source is gone; ``durable`` has the disk hold each file before it gets its name; ``profile``
    measures where the time goes.
    """

    workers: int = 1
    limits: Limits = Limits()  # noqa: RUF009, it is frozen, so one for all is safe
    strict: bool = False
    overwrite: bool = False
    verify: bool = False
    prune: bool = False
    durable: bool = False
    profile: bool = False


@dataclass(frozen=True)
class Expansion:
    """A run: what to make of which dataset, where, and how."""

    dataset: Dataset
    out: Path
    settings: Settings
    care: RunOptions = RunOptions()

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
            if self.care.overwrite and read_run_file(self.out) is not None:
                return False
            raise

    def run(self, on_source: Callable[[Summary], None] = lambda _: None) -> Summary:
        """Make what is missing; ``on_source`` is told after each source.

        Raises:
            UsageProblem: the request can't be carried out; nothing was written.
            EnvironmentFailure: the machine said no; what is done stays.
        """
        start = time.perf_counter()
        self.check()
        make_out(self.out)
        with locked(self.out):
            going_on = self.check()  # again: another run may have come between
            resumed = going_on and not is_finished(self.out)
            self._prepare(going_on=going_on)
            summary = self._run(on_source, resumed=resumed)
        summary.seconds = time.perf_counter() - start
        if self.care.profile:
            add_up(summary.profile, {MAIN: time.process_time()})
        return summary

    def worker(self) -> Worker:
        """Return what makes the outputs of one source after another."""
        pipeline, across = self.settings.pipeline, self.settings.mix_across
        return Worker(
            self.dataset.root,
            self.out,
            self.settings,
            self.care.limits,
            self.care.durable or not CAN_FLUSH,
            partners_of(self.dataset, pipeline, across=across),
        )

    def _prepare(self, *, going_on: bool) -> None:
        if self.care.overwrite:
            empty(self.out, unlisted(self.out, self.dataset))
        if self.care.overwrite or not going_on:
            begin(self.out, self.settings.as_json())
        if not is_finished(self.out):
            sweep(self.out)

    def _run(self, on_source: Callable[[Summary], None], *, resumed: bool) -> Summary:
        summary = Summary(self.out, resumed=resumed)
        manifest = Manifest(self.out)
        try:
            with closing(self._outcomes(summary, manifest)) as outcomes:
                for outcome in outcomes:
                    manifest.append(outcome.lines)
                    if outcome.problem:
                        self._remove_unrecorded(outcome.job, manifest)
                    summary.add(outcome)
                    on_source(summary)
                    if self.care.strict and summary.losses:
                        break
                else:
                    summary.finished = True
        finally:
            if not summary.finished:
                sweep(self.out)
            manifest.checkpoint()
        self._close(summary, manifest)
        return summary

    def _outcomes(self, summary: Summary, manifest: Manifest) -> Generator[Outcome, None, None]:
        from augcli.engines.local import LocalEngine  # not for --help

        worker = ProfiledWorker(self.worker()) if self.care.profile else self.worker()
        engine = LocalEngine(worker, _lost, self.care.workers, self.care.limits.seconds)
        yield from engine.run(self._missing(summary, manifest))
        if engine.deaths:
            sweep(self.out)

    def _missing(self, summary: Summary, manifest: Manifest) -> Iterator[Job]:
        """Return the jobs that have something to do, and count the others as done."""
        begun = False
        plan = Plan(self.dataset, self.out, self.settings, self.care.verify)
        for job in plan.jobs(manifest):
            tally = summary.classes[job.source.label]
            tally.sources += 1
            if job.problem:
                summary.add(Outcome(job, problem=Problem.of(job.problem)))
                continue
            tally.copies += self.settings.copies - len(job.missing)
            if job.is_done:
                summary.done += 1
                continue
            if not begun:
                begin(self.out, self.settings.as_json())
                begun = True
            yield job

    def _remove_unrecorded(self, job: Job, manifest: Manifest) -> None:
        """Remove copies that were made before their source turned out to give nothing."""
        for file in map(job.name.copy, job.missing):
            path = inside(self.out, file)
            if path and file not in manifest.entries and path.is_file():
                remove(path, self.out)

    def _close(self, summary: Summary, manifest: Manifest) -> None:
        summary.passed_over = self.dataset.passed_over
        if summary.finished:
            for loss in summary.losses:  # what it gave once is of a source that is no more
                manifest.unclaimed |= manifest.of_source(loss.source)
            if summary.resumed:
                manifest.checkpoint()
                manifest.unclaimed |= manifest.unlisted()
            summary.stale = sorted(manifest.unclaimed)
            if self.care.prune:
                manifest.prune()
        manifest.finish(pruned=summary.finished and self.care.prune)
        write_lines(self.out / SKIPPED, summary.skipped_records())
        if summary.finished:
            write_run_file(self.out, self.settings.as_json(), summary.totals())


def _lost(job: Job, death: Died) -> Outcome:
    if death.timed_out:
        text = "took longer than --timeout allows"
        return Outcome(job, problem=Problem("bad", "timeout", text))
    text = "the process that worked on it ended twice"
    if death.code is not None:  # it is where the process couldn't be adopted
        text += f" (signal {-death.code})" if death.code < 0 else f" (code {death.code})"
    return Outcome(job, problem=Problem("bad", "worker-died", text))
