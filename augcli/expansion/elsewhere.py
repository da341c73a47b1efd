"""Find out which sources of the other parts give no copies: this part makes up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from augcli.expansion.jobs import Job, Problem
from augcli.expansion.opened import Drawn
from augcli.expansion.plan import Plan
from augcli.expansion.recording import Recorded
from augcli.expansion.worker import Worker


@dataclass(frozen=True)
class Probe(Worker):
    """Finds out whether sources give copies, without rendering or writing any."""

    def _copies(self, drawn: Sequence[Drawn]) -> list[Recorded]:
        for one in drawn:
            one.opened.maker.check_sizes(one.opened.source, [one.recipe])
        return []

    def write(self, file: str, data: bytes) -> None:
        """Write nothing: the original of a source belongs to its own part."""


class Elsewhere:
    """The sources of the other parts, as far as they decide how many copies those of this part get.

    No part hears of the others, so each opens all sources that are to give copies: in the end all
    know the same. ``probed`` does jobs and returns what is wrong with their sources, by source.

    ``problems`` are all that it has returned.
    """

    def __init__(self, probed: Callable[[Iterable[Job]], Mapping[str, Problem]]) -> None:
        self.problems: dict[str, Problem] = {}
        self._probed = probed
        self._copies: dict[
            str, int
        ] = {}  # with so many each was checked: the next may be one too large
        self._listed: set[str] = set()

    def fruitless(self, plan: Plan) -> frozenset[str]:
        """Return the sources that give nothing, of those that are to give copies by a plan."""
        jobs = [job for job in plan.others() if self._is_to_check(job)]
        self._copies |= {job.source.name: job.copies for job in jobs}
        self._listed.update(job.source.name for job in jobs if job.problem)
        linked = plan.settings.originals == "link"  # nothing can go wrong with one
        opened = [job._replace(original=job.original and not linked) for job in jobs]
        self.problems |= self._probed(job for job in opened if not job.problem)
        return frozenset(self._listed | self.problems.keys())

    def _is_to_check(self, job: Job) -> bool:
        if not job.source.for_training or (job.is_idle and job.problem is None):
            return False
        return job.copies > self._copies.get(job.source.name, -1)
