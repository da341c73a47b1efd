"""Run an expansion: from settings to a finished tree and a summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from augcli.errors import UsageProblem
from augcli.expansion.closing import note_dataset, note_empty_classes, write_results
from augcli.expansion.cluster import RunCluster, check_engine, cluster_for
from augcli.expansion.jobs import Outcome
from augcli.expansion.origin import check_not_inside, check_not_made_by_augcli, check_same_dataset
from augcli.expansion.output.folder import (
    begin,
    check_apart,
    check_claim,
    check_holds,
    check_own_files,
    empty,
    is_finished,
    make_out,
)
from augcli.expansion.output.listed_files import remove_files
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.run_file import read_run_file
from augcli.expansion.output.spellings import restore_spellings
from augcli.expansion.plan import unlisted
from augcli.expansion.profile import MAIN, add_up
from augcli.expansion.run import Run
from augcli.expansion.shards.expand import check_sharding, expand_to_shards
from augcli.expansion.shards.finish import remove_shards
from augcli.expansion.shards.folder_worker import remove_unrecorded
from augcli.expansion.site import remove_signs
from augcli.expansion.summary import Summary
from augcli.expansion.wanted import wanted
from augcli.expansion.work import Work
from augcli.storage.lock import locked
from augcli.storage.remote.scheme import is_url
from augcli.storage.sweep import sweep


@dataclass(frozen=True)
class Expansion(Run):
    """A run that can be checked and carried out."""

    def check(self) -> bool:
        """Return True if OUT holds a run with the same settings, which can be continued.

        Raises:
            UsageProblem: the run can't be done as requested.
        """
        check_engine(self.options)
        check_holds(self.out, self.settings.sharding)
        self.dataset.check()
        if self.settings.amount.has_target:
            wanted(self.dataset, self.settings)
        if self.settings.sharding:
            check_sharding(self, self.settings.sharding)
        if self.settings.originals == "link" and self.dataset.shards:
            raise UsageProblem(
                f"--originals link: {self.dataset.root} holds shards, and nothing can be linked to "
                "what is inside",
                "type --originals copy",
            )
        check_apart(self.dataset.root, self.out)
        check_own_files(self.out)
        check_not_inside(self.out)
        if not self.options.again:
            check_not_made_by_augcli(self.dataset.root)
        try:
            settings, fewer = self.settings.as_json(), self.options.prune
            going_on = check_claim(self.out, settings, self.part, fewer=fewer)
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
                self._prepare(going_on=going_on, resumed=resumed)
                summary = self._run(on_source, cluster, resumed=resumed)
        summary.seconds = time.perf_counter() - start
        if self.options.profile:
            add_up(summary.profile, {MAIN: time.process_time()})
        return summary

    def _prepare(self, *, going_on: bool, resumed: bool) -> None:
        if self.options.overwrite:
            remove_shards(self.out)
            empty(self.out, unlisted(self.out, self.dataset))
        if self.options.overwrite or not going_on:
            begin(self.out, self.settings.as_json(), {"processors": [], **self.part_facts()})
        has_one_manifest = self.settings.packs or self.settings.sharding is None
        if resumed or has_one_manifest:  # otherwise OUT may be too large to go through for nothing
            sweep(self.out)  # what runs, and replays, that were killed have left
        if is_url(self.out):
            remove_signs(self.out)

    def _run(
        self, on_source: Callable[[Summary], None], cluster: RunCluster | None, *, resumed: bool
    ) -> Summary:
        if self.settings.sharding:
            return expand_to_shards(self, self.settings.sharding, on_source, cluster)
        summary = Summary(self.out, resumed=resumed, part=self.part)
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
                remove_unrecorded(self.out, outcome.job, manifest.entries)
            summary.add(outcome)
            on_source(summary)
            if self.options.strict and summary.skipped:
                return False
        return not (self.options.strict and summary.skipped)

    def _close(self, summary: Summary, manifest: Manifest) -> None:
        note_dataset(self, summary)
        if summary.finished:
            unknown = self.dataset.unlisted
            summary.stale = manifest.stale(summary.fruitless, unknown, unlisted=summary.resumed)
        pruned = manifest.unchanged(summary.stale) if self.options.prune else []
        summary.removed = remove_files(self.out, pruned)
        if summary.finished:
            note_empty_classes(self, summary)
        manifest.finish(removed=summary.removed)
        write_results(self, summary, **self.part_facts(summary.fruitless_of_all))
