"""Decide which sources can be partners, and which copies would get other partners today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from augcli.dataset.partners import partners_of
from augcli.dataset.scan import Dataset
from augcli.dataset.splits import is_carried
from augcli.expansion.jobs import Job, Problem
from augcli.expansion.output.manifest import Manifest
from augcli.expansion.output.record import Record
from augcli.expansion.output.settings import Settings
from augcli.expansion.wanted import drawn_down
from augcli.pipeline.partners import Partners, names_of, needs_partners
from augcli.pipeline.quality import REDRAWS
from augcli.storage.limits import Limits


@dataclass(frozen=True)
class Mixing:
    """The partners of a run, and the jobs that follow from who can be one.

    Who can be a partner must not depend on which worker reads whom first. So each source is opened
    once, by a job that makes nothing, before any copy is mixed. A file that crashes or stops its
    decoder there costs only itself.

    ``others`` are the jobs of the other parts of the run, by source.
    """

    settings: Settings
    partners: Partners
    jobs: list[Job]
    others: Mapping[str, Job] = field(default_factory=dict)

    @classmethod
    def of(
        cls, settings: Settings, partners: Partners, jobs: Iterable[Job], others: Iterable[Job] = ()
    ) -> Mixing:
        """Return the mixing of jobs, with ``others`` of all sources of the other parts."""
        elsewhere = {job.source.name: job for job in others if job.source.name in partners}
        return cls(settings, partners, list(jobs), elsewhere)

    @property
    def most_copies(self) -> int:
        """The largest number of copies of a source."""
        return max((job.copies for job in self.jobs), default=0)

    @property
    def late(self) -> set[str]:
        """The sources that get copies in place of others, when those for training are mixed."""
        return {
            job.source.name
            for job in self.jobs
            if job.source.name in self.partners.left_out and not job.is_idle
        }

    def checks(self, left_out: Collection[str]) -> Iterator[Job]:
        """Yield a job that only opens a source, for each that may not be readable.

        One with copies in place was readable, unless an earlier run has ``left_out`` it.
        """
        for job in self.jobs:
            name, untried = job.source.name, len(job.missing) == job.copies
            if name in self.partners and (untried or name in left_out):
                yield job._replace(missing=(), original=False)

    def after_checks(self, problems: Mapping[str, Problem]) -> Mixing:
        """Return what is left to do when the sources with ``problems`` can't be partners.

        A damaged source is not opened again. Copies in place that would get other partners now are
        missing.
        """
        partners = self.partners.without(problems)
        jobs = [
            job._replace(found=problem)
            if (problem := problems.get(job.source.name)) and problem.status == "bad"
            else job
            for job in self.jobs
        ]
        return replace(self, partners=partners, jobs=jobs)

    def checks_elsewhere(self, known: Collection[str]) -> Iterator[Job]:
        """Yield a job that only opens a source of another part, for each that copies may get.

        Those that are ``known`` to be readable, or not to be, are left out. With a target any may
        be mixed in yet, since sources get more copies when others turn out to give none.
        """
        if not self.others:
            return
        names = {*self.others} if self.settings.amount.has_target else self._drawn()
        for name in sorted(names & self.others.keys() - known):
            yield self.others[name]._replace(missing=(), original=False)

    def _drawn(self) -> set[str]:
        """Return the names of the partners in all draws of the copies of this part."""
        names: set[str] = set()
        for job in self.jobs:
            if job.problem or job.source.carried:
                continue
            source, maker = job.source.name, self.settings.copy_maker(None)
            copies = range(1, job.copies + 1)
            for attempt in range(_draws(self.settings)):
                recipes = maker.of_class(job.source.label).draw(source, copies, attempt)
                for recipe in recipes.values():
                    names |= names_of(self.partners.resolve(recipe, source))
        return names

    def redrawn(self, manifest: Manifest) -> Iterator[Job]:
        """Yield the jobs; copies whose partners would be others today are missing."""
        yield from (self.redrawn_of(job, manifest) for job in self.jobs)

    def redrawn_of(self, job: Job, manifest: Manifest) -> Job:
        """Return a job in which copies whose partners would be others today are missing."""
        redrawn = () if job.problem or job.source.carried else self._redrawn(job, manifest)
        return job._replace(missing=tuple(sorted({*job.missing, *redrawn}))) if redrawn else job

    def _redrawn(self, job: Job, manifest: Manifest) -> Collection[int]:
        """Return the copies in place that have other partners than they would get.

        A record names the partners of all draws that were looked at. How many that were is not
        known, so any number of draws may agree with it.
        """
        source, maker = job.source.name, self.settings.copy_maker(None).of_class(job.source.label)
        names: dict[int, set[str]] = {
            copy: set() for copy in range(1, job.copies + 1) if copy not in job.missing
        }
        for attempt in range(_draws(self.settings)):
            for copy, recipe in maker.draw(source, list(names), attempt).items():
                names[copy] |= names_of(self.partners.resolve(recipe, source))
            for copy in list(names):
                entry = manifest.entries[job.name.copy(copy)]
                if names[copy] == {name for name, _ in entry.partners}:
                    del names[copy]
        return names


def seconds_of(settings: Settings, copies: int, limits: Limits) -> float:
    """Return the seconds that a job may take: those of a source, for each picture that it reads.

    ``copies`` is the largest number of copies of a source.

    A partner is read when it is chosen, and when it is mixed in if it was too large to be kept.
    """
    partners = (
        one
        for pipeline in settings.pipelines
        for step in pipeline.steps()
        for one in step.transform.partners.values()
    )
    reads = sum(one.count for one in partners) * copies * _draws(settings)
    return limits.seconds * (1 + 2 * reads)


def _draws(settings: Settings) -> int:
    return 1 + REDRAWS if settings.reject else 1


def as_json(dataset: Dataset, left_out: Iterable[str]) -> dict[str, Any]:
    """Return what the run file keeps: the sources that can't be partners, with their SHA-256."""
    digests = {name: dataset.digests.of(name) for name in left_out}
    return {"follow_links": dataset.follow_links, "left_out": dict(sorted(digests.items()))}


def left_out_of(run: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Return the sources that the run of a run file left out as partners, with their SHA-256."""
    left_out: Mapping[str, str] = ((run or {}).get("mixing") or {}).get("left_out", {})
    return left_out


def possible_partners(dataset: Dataset, settings: Settings) -> Partners | None:
    """Return the sources that may be mixed into others, so far as the listing tells; None if none.

    Those that are drawn down to nothing are no partners. What turns out when sources are opened
    makes no difference here: it would come too late for the copies that are mixed by then. Raises
    as :func:`drawn_down`.
    """
    partners = partners_of(dataset, settings.pipelines, across=settings.mix_across)
    return partners.without(drawn_down(dataset, settings)) if partners else None


def recorded_partners(
    records: Iterable[Record | None],
    settings: Settings,
    run: Mapping[str, Any],
    skipped: Mapping[str, str],
) -> Partners | None:
    """Return the partners of the copies in a manifest; None if nothing is mixed.

    ``skipped`` has the classes of the sources without copies. One may be a partner all the same, as
    some partner of a copy tells. Those that nobody drew decide nothing.
    """
    if not any(map(needs_partners, settings.pipelines)):
        return None
    labels: dict[str, str] = {}
    several: dict[str, list[str]] = {}
    for record in filter(None, records):
        if not is_carried(record.get("split", "")):
            drawn = record.get("partners", {}).keys() & skipped.keys()
            labels |= {name: skipped[name] for name in drawn}
            labels[record["source"]] = record["label"]
            several |= record.get("labels_of", {})
    partners = Partners(labels, across=settings.mix_across, several=several or None)
    return partners.without(left_out_of(run).keys())


def known_partners(
    dataset: Dataset, settings: Settings, run: Mapping[str, Any] | None
) -> Partners | None:
    """Return the partners as far as they are known before any source is opened; None if unmixed.

    They are all but those that the run of a run file left out and that have not changed since.
    """
    partners = possible_partners(dataset, settings)
    if partners is None:
        return None
    return partners.without(
        [name for name, digest in left_out_of(run).items() if dataset.digests.of(name) == digest]
    )
