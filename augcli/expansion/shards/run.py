"""Make the shards of a run, each by a worker process, and count what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from augcli.errors import EnvironmentFailure
from augcli.expansion.cluster import RunCluster
from augcli.expansion.elsewhere import Elsewhere
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.mixing import Mixing, known_partners, possible_partners, seconds_of
from augcli.expansion.object_worker import ObjectWorker
from augcli.expansion.output.folder import begin
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record_files import marker_path
from augcli.expansion.output.run_file import facts_of, read_run_file
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.plan import Plan
from augcli.expansion.profile import add_up
from augcli.expansion.run import Run
from augcli.expansion.shards.folder_worker import FolderWorker, read_lines, remove_unrecorded
from augcli.expansion.shards.jobs import ShardJob, ShardOutcome
from augcli.expansion.shards.maker import ShardMaker
from augcli.expansion.shards.plan import PlannedJobs, ShardPlan, known_problems
from augcli.expansion.shards.worker import SampleWorker, ShardWorker
from augcli.expansion.summary import Summary
from augcli.expansion.work import Work, lost
from augcli.expansion.worker import Worker
from augcli.imaging.processor import processor_kind
from augcli.storage.files import remove
from augcli.storage.remote.scheme import is_url
from augcli.storage.sweep import sweep

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died


@dataclass(frozen=True)
class _Planned:
    """A plan, and the seconds that a source may take."""

    plan: ShardPlan
    seconds: float


@dataclass(frozen=True)
class ShardWork:
    """The work of a run into shards: ``summary`` counts it.

    ``on_source`` is called after each check of a source that may be mixed into others. It is
    done on this machine if there is no ``cluster``.
    """

    run: Run
    sharding: Sharding
    summary: Summary
    on_source: Callable[[Summary], None]
    cluster: RunCluster | None

    @cached_property
    def _work(self) -> Work:
        manifest = Manifest(self.run.out)
        return Work(self.run, self.summary, manifest, self.on_source, self.cluster)

    @cached_property
    def _others(self) -> Elsewhere:
        return Elsewhere(self._work.probed)

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Make the shards that are missing, and yield the outcome of each of their sources."""
        known = self._still_known()
        while True:
            planned = self._plan(known)
            known = planned.plan.problems
            found = dict(known)
            for outcome in self._made(planned):
                if outcome.problem:
                    found[outcome.job.source.name] = outcome.problem
                yield outcome
            if found.keys() == known.keys() or not self.run.settings.amount.has_target:
                return
            # More copies of other sources for those that gave none, so that the target is met.
            known = found
            self.summary.count_anew()

    def _still_known(self) -> Mapping[str, Problem]:
        """Return what is still wrong with sources that the shards in OUT were made without."""
        before, known = known_problems(self.run), dict[str, Problem]()
        while before.keys() - known.keys():
            planned = self._plan(known)
            # As the run came to know them: more copies of one may be what makes it a problem.
            own = planned.plan.assigned.jobs()
            jobs = [job for job in own if job.source.name in before]
            tried = {**planned.plan.problems, **_problems(self._tried(jobs, planned))}
            if tried.keys() == known.keys() or not self.run.settings.amount.has_target:
                return tried
            known = tried
        return known

    def _plan(self, known: Mapping[str, Problem]) -> _Planned:
        """Plan all shards; with a target also for what opening sources tells beforehand."""
        run, settings, limits = self.run, self.run.settings, self.run.options.limits
        if settings.amount.has_target:
            known = self._elsewhere(known)
        planned = PlannedJobs(run, known)
        partners = possible_partners(run.dataset, settings)
        if partners is None:
            return _Planned(ShardPlan(run, planned), limits.seconds)
        jobs = list(planned)
        if finished := self._as_before(jobs):
            return finished
        mixing = self._work.checked(Mixing.of(settings, partners, jobs))
        plan = ShardPlan(run, mixing.jobs, mixing.partners)
        if settings.amount.has_target and plan.problems.keys() - known.keys():
            return self._plan(plan.problems)
        return _Planned(plan, seconds_of(settings, mixing.most_copies, limits))

    def _as_before(self, jobs: list[Job]) -> _Planned | None:
        """Return the plan if all shards are in place with the partners of the last run.

        Then no source has to be opened to find out whether it can be a partner.
        """
        run = self.run
        found = read_run_file(run.out) or {}
        partners = known_partners(run.dataset, run.settings, found)
        if partners is None or "mixing" not in found:
            return None
        plan = ShardPlan(run, jobs, Mixing.of(run.settings, partners, jobs).partners)
        if not plan.is_done:
            return None
        self.summary.mixing = found["mixing"]
        return _Planned(plan, run.options.limits.seconds)

    def _elsewhere(self, known: Mapping[str, Problem]) -> Mapping[str, Problem]:
        """Return known problems, and those in the other parts, which this part makes up for."""
        run = self.run
        while True:
            fruitless = frozenset(known)
            plan = Plan(run.dataset, run.out, run.settings, fruitless=fruitless, mine=run.mine)
            self._others.fruitless(plan)
            known = {**known, **self._others.problems}
            if known.keys() == fruitless:
                return known

    def _made(self, planned: _Planned) -> Iterator[Outcome]:
        """Make the shards of a plan that are missing, and count all of them."""
        plan = planned.plan
        self._note_plan(plan)
        for job in plan.settled:
            self.summary.add_planned(job)
        self.summary.shards = dict(plan.in_place)
        if plan.is_done:
            return
        facts = facts_of(self.run.out, self.summary.mixing, processor_kind())
        facts |= self.run.part_facts()
        begin(self.run.out, self.run.settings.as_json(), facts)
        again = []
        for outcome in self._sent(self._left(plan), planned):
            if outcome.marker is None:
                again.append(outcome.job)
            else:
                yield from self._counted(outcome)
        for shard in again:
            yield from self._without_culprits(shard, planned)

    def _left(self, plan: ShardPlan) -> Iterator[ShardJob]:
        """Yield what is left to do of each shard that is not in place, and count what is done.

        If it is cut short, it has no marker, so the records of before are not trusted. Workers
        leave markers alone: one that a cluster took for dead could remove that of another.
        """
        for shard in map(plan.left, plan.missing):
            for job in shard.jobs:
                self.summary.add_planned(job)
            if plan.had_marker(shard):
                path = marker_path(self.run.out, shard.name)
                remove(path, path.parent)
            yield shard

    def _note_plan(self, plan: ShardPlan) -> None:
        """Note what the run file says of a part, to tell whether others fit it."""
        self.summary.basis = hashlib.sha256(plan.basis.encode()).hexdigest()
        if self.run.settings.amount.has_target:
            found = (job.source for job in plan.assigned.failed)
            self.summary.fruitless_of_all = frozenset(one.name for one in found if one.for_training)

    def _counted(self, outcome: ShardOutcome) -> Iterator[Outcome]:
        add_up(self.summary.profile, outcome.seconds or {})
        if outcome.marker:
            self.summary.shards[outcome.job.name] = outcome.marker
        yield from outcome.outcomes

    def _without_culprits(self, shard: ShardJob, planned: _Planned) -> Iterator[Outcome]:
        """Make a shard whose worker died: find the sources that it died of, and leave them out."""
        jobs = (job for job in shard.jobs if not job.is_done)
        tried = [one for one in self._tried(jobs, planned) if one.problem]
        if not self.sharding.packs:
            recorded = read_lines(self.run.out, shard.name)
            for one in tried:
                remove_unrecorded(self.run.out, one.job, recorded)
        (outcome,) = self._sent([shard.without(_problems(tried))], planned)
        if outcome.marker is None:
            raise EnvironmentFailure(
                f"the process that makes {shard.name} ends again and again",
                "give smaller shards, or fewer --workers; what is done stays",
            )
        yield from tried
        yield from self._counted(outcome)

    def _tried(self, jobs: Iterable[Job], planned: _Planned) -> list[Outcome]:
        """Do the jobs of sources one by one, keep nothing, and return their outcomes."""
        engine = self._work.engine(self._samples(planned), lost, planned.seconds)
        return [replace(one, lines=()) for one in engine.run(j for j in jobs if not j.problem)]

    def _sent(self, shards: Iterable[ShardJob], planned: _Planned) -> Iterator[ShardOutcome]:
        """Send shards to workers, and yield their outcomes."""
        # Each source has its own time; this is for a process that is stopped altogether.
        seconds = planned.seconds * (1 + planned.plan.assigned.largest)
        engine = self._work.engine(self._maker(planned), _lost, seconds)
        yield from engine.run(shards)
        if engine.deaths:
            sweep(self.run.out)

    def _maker(self, planned: _Planned) -> ShardMaker:
        plan, sharding = planned.plan, self.sharding
        if sharding.packs:
            samples, seconds = self._samples(planned), planned.seconds
            return ShardWorker(samples, plan.basis, seconds, sharding.packed, plan.classes)
        kind = ObjectWorker if is_url(self.run.out) else Worker
        worker = self._work.worker(plan.partners, self.run.options.limits, kind)
        return FolderWorker(worker, plan.basis, planned.seconds)

    def _samples(self, planned: _Planned) -> SampleWorker:
        limits, partners = self.run.options.limits, planned.plan.partners
        folders = self._work.folders
        return SampleWorker(*folders, self.run.settings, limits=limits, partners=partners)


def _lost(job: ShardJob, _: Died) -> ShardOutcome:
    return ShardOutcome(job)


def _problems(outcomes: Iterable[Outcome]) -> dict[str, Problem]:
    return {one.job.source.name: one.problem for one in outcomes if one.problem}
