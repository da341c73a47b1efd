"""Do the jobs of a run in worker processes, and yield the outcome of each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from augcli.expansion.cluster import RunCluster
from augcli.expansion.elsewhere import Elsewhere, Probe
from augcli.expansion.jobs import Job, Outcome, Problem
from augcli.expansion.mixing import Mixing, as_json, left_out_of, possible_partners, seconds_of
from augcli.expansion.output.folder import begin
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.run_file import facts_of, read_run_file
from augcli.expansion.plan import Plan
from augcli.expansion.profile import JobT, ProfiledWorker, TimedT, add_up
from augcli.expansion.run import Run
from augcli.expansion.summary import Summary
from augcli.expansion.worker import Worker
from augcli.imaging.processor import processor_kind
from augcli.pipeline.partners import Partners
from augcli.storage.files import CAN_FLUSH
from augcli.storage.limits import Limits
from augcli.storage.sweep import sweep

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died
    from augcli.engines.engine import Engine
    from augcli.engines.worker_process import Work as EngineWork


@dataclass(frozen=True)
class Work:
    """The work of a run: ``summary`` counts it, ``on_source`` is called after each check.

    It is done on this machine if there is no ``cluster``.
    """

    run: Run
    summary: Summary
    manifest: Manifest
    on_source: Callable[[Summary], None]
    cluster: RunCluster | None = None

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Do the jobs that have outputs missing, and yield the outcome of each."""
        run, limits = self.run, self.run.options.limits
        plan = Plan(run.dataset, run.out, run.settings, run.options.verify, mine=run.mine)
        jobs: Iterable[Job] = plan.jobs(self.manifest)
        partners = possible_partners(run.dataset, run.settings)
        seconds = limits.seconds
        if partners:
            mixing = self.checked(Mixing.of(run.settings, partners, jobs, plan.others()))
            partners, jobs = mixing.partners, mixing.redrawn(self.manifest)
            seconds = seconds_of(run.settings, mixing.most_copies, limits)
        engine = self._engine(partners, limits, seconds)
        if run.settings.amount.has_target:
            jobs = list(jobs)
        yield from engine.run(self._missing(jobs))
        if run.settings.amount.has_target:
            yield from self._replacements(plan, jobs, engine)
        if engine.deaths:
            sweep(run.out)

    def _replacements(
        self, plan: Plan, jobs: Iterable[Job], engine: Engine[Job, Outcome]
    ) -> Iterator[Outcome]:
        """Make more copies of other sources for those that gave none, so that the target is met."""
        first = list(jobs)
        before = {job.source.name: job for job in first}
        training = {name for name, job in before.items() if job.source.for_training}
        others = Elsewhere(self.probed)
        fruitless: frozenset[str] = frozenset()
        while (found := others.fruitless(plan) | training & self.summary.fruitless) != fruitless:
            self.summary.fruitless_of_all = fruitless = found
            plan = replace(plan, fruitless=fruitless)
            again = list(plan.jobs(self.manifest))
            yield from engine.run(self._more(before, again))
            before = {job.source.name: job for job in again}
        if self.summary.mixing:
            late = {
                job.source.name
                for job in first
                if job.is_idle and not before[job.source.name].is_idle
            }
            left_out = self.summary.mixing["left_out"]
            self.summary.mixing = as_json(self.run.dataset, {*left_out, *late})

    def _more(self, before: Mapping[str, Job], jobs: Iterable[Job]) -> Iterator[Job]:
        """Yield what jobs ask for beyond what they asked for before."""
        for job in jobs:
            old = before[job.source.name]
            if job.source.name in self.summary.fruitless:
                continue
            missing = tuple(copy for copy in job.missing if copy > old.copies)
            original = job.original and not old.name.original
            more = job._replace(missing=missing, original=original)
            self.summary.add_more(more, job.copies - old.copies)
            if not more.is_done:
                yield more

    def _engine(
        self,
        partners: Partners | None,
        limits: Limits,
        seconds: float,
        kind: type[Worker] = Worker,
    ) -> Engine[Job, Outcome]:
        return self.engine(self.worker(partners, limits, kind), lost, seconds)

    def worker(
        self, partners: Partners | None, limits: Limits, kind: type[Worker] = Worker
    ) -> Worker:
        """Return what makes the outputs of sources, as files in folders."""
        durable = self.run.options.durable or not CAN_FLUSH
        return kind(
            *self.folders, self.run.settings, limits=limits, durable=durable, partners=partners
        )

    @property
    def folders(self) -> tuple[Path, Path]:
        """DATA and OUT, under paths that lead there in all workers."""
        if self.cluster:
            return self.cluster.site.data, self.cluster.site.out
        return self.run.dataset.root, self.run.out

    def engine(
        self,
        worker: EngineWork[JobT, TimedT],
        lost: Callable[[JobT, Died], TimedT],
        seconds: float,
    ) -> Engine[JobT, TimedT]:
        """Return what runs some work: the cluster, or processes on this machine.

        ``lost`` returns the outcome of a job that is lost, or takes more than ``seconds``.
        """
        from augcli.engines.local import LocalEngine  # not for --help

        work = ProfiledWorker(worker) if self.run.options.profile else worker
        if self.cluster:
            self.summary.workers = self.cluster.throughput
            return self.cluster.engine(work, lost, seconds)
        return LocalEngine(work, lost, self.run.options.workers, seconds)

    def checked(self, mixing: Mixing) -> Mixing:
        """Open each source that may be a partner and isn't known to be readable."""
        limits = replace(self.run.options.limits, pixels=Limits.pixels, bytes=Limits.bytes)
        engine = self._engine(None, limits, limits.seconds)
        before = left_out_of(read_run_file(self.run.out))
        problems = self._problems(engine, mixing.checks(before))
        known = self._read_before() - before.keys()
        # One that can't be read makes others partners, which may be unreadable too.
        while elsewhere := [*mixing.after_checks(problems).checks_elsewhere(known)]:
            problems |= self._problems(engine, elsewhere)
            known |= {job.source.name for job in elsewhere}
        self.summary.mixing = as_json(self.run.dataset, {*problems, *mixing.late})
        return mixing.after_checks(problems)

    def probed(self, jobs: Iterable[Job]) -> dict[str, Problem]:
        """Return the problems of sources that give no copies, by name, without making any."""
        limits = self.run.options.limits
        return self._problems(self._engine(None, limits, limits.seconds, Probe), jobs)

    def _read_before(self) -> set[str]:
        """Return the sources that were mixed into copies in place, and have not changed since."""
        digests = self.run.dataset.digests
        return {name for name, one in self.manifest.partners if digests.of(name) == one.hex()}

    def _problems(self, engine: Engine[Job, Outcome], checks: Iterable[Job]) -> dict[str, Problem]:
        """Do jobs that make nothing, and return the problems that they find, by source."""
        problems: dict[str, Problem] = {}
        for outcome in engine.run(checks):
            add_up(self.summary.profile, outcome.seconds or {})
            if outcome.problem:
                problems[outcome.job.source.name] = outcome.problem
            self.summary.checked += 1
            self.on_source(self.summary)
        return problems

    def _missing(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Count all jobs, and yield those with outputs missing."""
        begun = False
        for job in jobs:
            self.summary.add_planned(job)
            if job.is_done or job.problem:
                continue
            if not begun:
                facts = facts_of(self.run.out, self.summary.mixing, processor_kind())
                facts |= self.run.part_facts()
                begin(self.run.out, self.run.settings.as_json(), facts)
                begun = True
            yield job


def lost(job: Job, death: Died) -> Outcome:
    """Return the outcome of a job whose worker died or took too long."""
    if death.timed_out:
        text = "took longer than --timeout allows"
        return Outcome(job, problem=Problem("bad", "timeout", text))
    text = "the process that worked on it ended twice"
    if death.code is not None:  # none if the system ignores SIGCHLD
        text += f" (signal {-death.code})" if death.code < 0 else f" (code {death.code})"
    return Outcome(job, problem=Problem("bad", "worker-died", text))
