"""Run an expansion: from settings to a finished tree and a summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from augcli.dataset.file_kinds import FIGURE
from augcli.errors import UsageProblem
from augcli.expansion.cluster import RunCluster, check_engine, cluster_for
from augcli.expansion.jobs import Job, Outcome
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
from augcli.expansion.output.labels_file import LABELS, labels_table
from augcli.expansion.output.manifest import SKIPPED, Manifest, remove_files, write_lines
from augcli.expansion.output.run_file import facts_of, read_run_file, write_run_file
from augcli.expansion.output.spellings import restore_spellings
from augcli.expansion.plan import unlisted
from augcli.expansion.profile import MAIN, add_up
from augcli.expansion.run import Run
from augcli.expansion.summary import Summary
from augcli.expansion.wanted import wanted
from augcli.expansion.work import Work
from augcli.storage.files import sweep, write_if_changed
from augcli.storage.lock import locked


@dataclass(frozen=True)
class Expansion(Run):
    """A run that can be checked and carried out."""

    def check(self) -> bool:
        """Return True if OUT holds a run with the same settings, which can be continued.

        Raises:
            UsageProblem: the run can't be done as requested.
        """
        check_engine(self.options)
        self.dataset.check()
        if self.settings.amount.has_target:
            wanted(self.dataset, self.settings)
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
        with cluster_for(self) as cluster:
            make_out(self.out)
            with locked(self.out):
                going_on = self.check()  # again: another run may have come between
                resumed = going_on and not is_finished(self.out)
                if cluster:
                    cluster.check()
                self._prepare(going_on=going_on)
                summary = self._run(on_source, cluster, resumed=resumed)
        summary.seconds = time.perf_counter() - start
        if self.options.profile:
            add_up(summary.profile, {MAIN: time.process_time()})
        return summary

    def _prepare(self, *, going_on: bool) -> None:
        if self.options.overwrite:
            empty(self.out, unlisted(self.out, self.dataset))
        if self.options.overwrite or not going_on:
            begin(self.out, self.settings.as_json(), {"processors": []})
        sweep(self.out)  # what runs, and replays, that were killed have left

    def _run(
        self, on_source: Callable[[Summary], None], cluster: RunCluster | None, *, resumed: bool
    ) -> Summary:
        summary = Summary(self.out, resumed=resumed)
        manifest = Manifest.read(self.out, recipes=self.options.verify)
        restore_spellings(self.out, manifest.entries)
        try:
            work = Work(self, summary, manifest, on_source, cluster)
            with closing(work.outcomes()) as outcomes:
                summary.finished = self._record(outcomes, summary, manifest, on_source)
        finally:
            if not summary.finished:
                sweep(self.out)
            manifest.checkpoint()
            self.dataset.digests.save()
        self._close(summary, manifest)
        return summary

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
            unknown = self.dataset.unlisted
            summary.stale = manifest.stale(summary.fruitless, unknown, unlisted=summary.resumed)
        pruned = manifest.unchanged(summary.stale) if self.options.prune else []
        summary.removed = remove_files(self.out, pruned)
        if summary.finished:
            classes = self.dataset.class_folders(empty=True)
            summary.empty_classes = [one for one in classes if not (self.out / one).is_dir()]
        manifest.finish(removed=summary.removed)
        write_lines(self.out / SKIPPED, summary.skipped_records())
        if summary.finished:
            facts = facts_of(self.out, summary.mixing)
            if self.settings.labels == "several":
                write_if_changed(self.out / LABELS, labels_table(self.out))
            write_run_file(self.out, self.settings.as_json(), summary.totals(), facts)
