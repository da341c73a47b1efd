"""Run an expansion: from settings to a finished tree and a summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from augcli.dataset.file_kinds import FIGURE
from augcli.dataset.partners import partners_of
from augcli.dataset.scan import Dataset
from augcli.errors import UsageProblem
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.mixing import Mixing, as_json, left_out_of, seconds_of
from augcli.expansion.origin import check_not_inside, check_not_made_by_augcli, check_same_dataset
from augcli.expansion.output.folder import (
    begin,
    check_apart,
    check_claim,
    check_own_files,
    empty,
    is_finished,
    make_out,
)
from augcli.expansion.output.manifest import SKIPPED, Manifest, remove_files, write_lines
from augcli.expansion.output.run_file import read_run_file, write_run_file
from augcli.expansion.output.settings import Settings
from augcli.expansion.output.spellings import restore_spellings
from augcli.expansion.plan import Plan, unlisted
from augcli.expansion.profile import MAIN, ProfiledWorker, add_up
from augcli.expansion.run_options import RunOptions
from augcli.expansion.summary import Summary
from augcli.expansion.worker import Worker
from augcli.imaging.processor import processor_kind
from augcli.pipeline.partners import Partners
from augcli.storage.files import CAN_FLUSH, sweep
from augcli.storage.limits import Limits
from augcli.storage.lock import locked

if TYPE_CHECKING:  # not for --help
    from augcli.engines.local import LocalEngine
    from augcli.engines.worker_process import Died


@dataclass(frozen=True)
class Expansion:
    """A run: the dataset, the folder OUT, the settings and the options."""

    dataset: Dataset
    out: Path
    settings: Settings
    options: RunOptions = RunOptions()  # noqa: RUF009, it is frozen, so one for all is safe

    def check(self) -> bool:
        """Return True if OUT holds a run with the same settings, which can be continued.

        Raises:
            UsageProblem: the run can't be done as requested.
        """
        self.dataset.check()
        check_apart(self.dataset.root, self.out)
        check_own_files(self.out)
        check_not_inside(self.out)
        if not self.options.again:
            check_not_made_by_augcli(self.dataset.root)
        try:
            going_on = check_claim(self.out, self.settings.as_json(), fewer=self.options.prune)
        except UsageProblem:
            if self.options.overwrite and read_run_file(self.out) is not None:
                return False
            raise
        if going_on and not self.options.overwrite:
            check_same_dataset(self.out, self.dataset.root)
        return going_on

    def run(self, on_source: Callable[[Summary], None] = lambda _: None) -> Summary:
        """Make what is missing; ``on_source`` is called after each source.

        Raises:
            UsageProblem: the run can't be done as requested; nothing was written.
            EnvironmentFailure: a disk or permission problem; finished copies stay.
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
        if self.options.profile:
            add_up(summary.profile, {MAIN: time.process_time()})
        return summary

    def _engine(
        self, partners: Partners | None, limits: Limits, seconds: float
    ) -> LocalEngine[Job, Outcome]:
        from augcli.engines.local import LocalEngine  # not for --help

        worker = Worker(
            self.dataset.root,
            self.out,
            self.settings,
            limits=limits,
            durable=self.options.durable or not CAN_FLUSH,
            partners=partners,
        )
        work = ProfiledWorker(worker) if self.options.profile else worker
        return LocalEngine(work, _lost, self.options.workers, seconds)

    def _prepare(self, *, going_on: bool) -> None:
        if self.options.overwrite:
            empty(self.out, unlisted(self.out, self.dataset))
        if self.options.overwrite or not going_on:
            begin(self.out, self.settings.as_json(), {"processors": []})
        sweep(self.out)  # what runs, and replays, that were killed have left

    def _run(self, on_source: Callable[[Summary], None], *, resumed: bool) -> Summary:
        summary = Summary(self.out, resumed=resumed)
        manifest = Manifest.read(self.out, recipes=self.options.verify)
        restore_spellings(self.out, manifest.entries)
        try:
            with closing(self._outcomes(summary, manifest, on_source)) as outcomes:
                summary.finished = self._record(outcomes, summary, manifest, on_source)
        finally:
            if not summary.finished:
                sweep(self.out)
            manifest.checkpoint()
            self.dataset.digests.save()
        self._close(summary, manifest)
        return summary

    def _outcomes(
        self, summary: Summary, manifest: Manifest, on_source: Callable[[Summary], None]
    ) -> Generator[Outcome, None, None]:
        """Do the jobs that have outputs missing, and yield the outcome of each."""
        settings, limits = self.settings, self.options.limits
        partners = partners_of(self.dataset, settings.pipeline, across=settings.mix_across)
        jobs = Plan(self.dataset, self.out, settings, self.options.verify).jobs(manifest)
        seconds = limits.seconds
        if partners:
            mixing = self._checked(Mixing(settings, partners, list(jobs)), summary, on_source)
            partners, jobs = mixing.partners, mixing.redrawn(manifest)
            seconds = seconds_of(settings, limits)
        engine = self._engine(partners, limits, seconds)
        yield from engine.run(self._missing(jobs, summary))
        if engine.deaths:
            sweep(self.out)

    def _checked(
        self, mixing: Mixing, summary: Summary, on_source: Callable[[Summary], None]
    ) -> Mixing:
        """Open each source that may be a partner and isn't known to be readable."""
        limits = replace(self.options.limits, pixels=Limits.pixels, bytes=Limits.bytes)
        engine = self._engine(None, limits, limits.seconds)
        before = left_out_of(read_run_file(self.out))
        problems: dict[str, Problem] = {}
        for outcome in engine.run(mixing.checks(before)):
            add_up(summary.profile, outcome.seconds or {})
            if outcome.problem:
                problems[outcome.job.source.name] = outcome.problem
            summary.checked += 1
            on_source(summary)
        summary.mixing = as_json(self.dataset, problems)
        return mixing.after_checks(problems)

    def _missing(self, jobs: Iterable[Job], summary: Summary) -> Iterator[Job]:
        """Count all jobs, and yield those with outputs missing."""
        begun = False
        for job in jobs:
            summary.add_planned(job, self.settings.copies)
            if job.is_done or job.problem:
                continue
            if not begun:
                begin(self.out, self.settings.as_json(), self._facts(summary, processor_kind()))
                begun = True
            yield job

    def _record(
        self,
        outcomes: Iterable[Outcome],
        summary: Summary,
        manifest: Manifest,
        on_source: Callable[[Summary], None],
    ) -> bool:
        """Record outcomes as they arrive; return False if ``strict`` stopped the run."""
        for outcome in outcomes:
            manifest.append(outcome.lines)
            self.dataset.digests.note(outcome.job.source.name, *outcome.read)
            if outcome.problem:
                self._remove_unrecorded(outcome.job, manifest)
            summary.add(outcome)
            on_source(summary)
            if self.options.strict and summary.skipped:
                return False
        return not (self.options.strict and summary.skipped)

    def _remove_unrecorded(self, job: Job, manifest: Manifest) -> None:
        """Remove outputs of a source that failed after some were written."""
        files = [job.name.copy(copy) for copy in job.missing]
        if job.original:
            files.append(job.name.original)
        made = (file for file in files if file not in manifest.entries)
        # Only those that are there: removing one takes its folder along if that is empty then.
        remove_files(self.out, (file for file in made if (self.out / file).is_file()))

    def _close(self, summary: Summary, manifest: Manifest) -> None:
        summary.passed_over = self.dataset.passed_over
        for name in sorted(summary.figures):
            summary.passed_over.note(FIGURE, name)
        summary.merging = self.dataset.merging
        summary.splits = self.dataset.found_splits
        if summary.finished:
            fruitless = {*summary.figures, *(one.source for one in summary.skipped)}
            unknown = self.dataset.unlisted
            summary.stale = manifest.stale(fruitless, unknown, unlisted=summary.resumed)
        pruned = manifest.unchanged(summary.stale) if self.options.prune else []
        summary.removed = remove_files(self.out, pruned)
        if summary.finished:
            classes = self.dataset.class_folders(empty=True)
            summary.empty_classes = [one for one in classes if not (self.out / one).is_dir()]
        manifest.finish(removed=summary.removed)
        write_lines(self.out / SKIPPED, summary.skipped_records())
        if summary.finished:
            facts = self._facts(summary)
            write_run_file(self.out, self.settings.as_json(), summary.totals(), facts)

    def _facts(self, summary: Summary, *processors: str) -> dict[str, Any]:
        """Return what the run file says beside the settings and totals: processors and mixing."""
        before = (read_run_file(self.out) or {}).get("processors", [])
        mixing = {"mixing": summary.mixing} if summary.mixing else {}
        return {"processors": sorted({*before, *processors}), **mixing}


def _lost(job: Job, death: Died) -> Outcome:
    if death.timed_out:
        text = "took longer than --timeout allows"
        return Outcome(job, problem=Problem("bad", "timeout", text))
    text = "the process that worked on it ended twice"
    if death.code is not None:  # none if the system ignores SIGCHLD
        text += f" (signal {-death.code})" if death.code < 0 else f" (code {death.code})"
    return Outcome(job, problem=Problem("bad", "worker-died", text))
