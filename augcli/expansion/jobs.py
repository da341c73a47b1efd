"""A job: one source and its missing outputs. An outcome: the result of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from augcli.dataset.source import Source
from augcli.errors import SourceProblem, Status
from augcli.expansion.findings import Findings
from augcli.expansion.output.folder import is_own
from augcli.expansion.output.naming import OutputName
from augcli.expansion.output.record import Line
from augcli.imaging.codec.unread import by_name, not_read

FIGURE_REASON = "figure"
"""The reason code of a file that augcli drew. It is no source, and is passed over."""


class Job(NamedTuple):  # dataclasses take three times as long to make and to send
    """A source, the names of its outputs, and the copies of it that are missing.

    ``original`` is True if the source itself is still to be put beside its copies. ``found`` is the
    problem that a check of the source has found. ``copies`` is the number of copies that it has in
    the end.
    """

    source: Source
    name: OutputName
    missing: tuple[int, ...]
    original: bool = False
    found: Problem | None = None
    copies: int = 0

    def label(self, copy: int) -> str:
        """Return the class that a copy is of."""
        return self.name.other if copy in self.name.mirrored else self.source.label

    @property
    def outputs(self) -> list[str]:
        """The paths of its outputs below OUT, in the end."""
        copies = [self.name.copy(copy) for copy in range(1, self.copies + 1)]
        return [*copies, self.name.original] if self.name.original else copies

    @property
    def unmade(self) -> list[str]:
        """Those of its outputs that are missing."""
        copies = [self.name.copy(copy) for copy in self.missing]
        return [*copies, self.name.original] if self.original else copies

    @property
    def is_idle(self) -> bool:
        """True if nothing is wanted of the source: its class is drawn down."""
        return not self.copies and not self.name.original

    @property
    def is_done(self) -> bool:
        """True if no output is missing."""
        return not self.missing and not self.original

    @property
    def done(self) -> Job:
        """The job as it is once all of its outputs are in place."""
        return Job(self.source, self.name, (), found=self.found, copies=self.copies)

    @property
    def problem(self) -> Problem | None:
        """The reason to skip the source, if there is one that is known before its job is done."""
        return self.problem_of_names or self.found

    @property
    def problem_of_names(self) -> Problem | None:
        """The reason to skip the source that the listing of the dataset gives."""
        if found := problem_of_listing(self.source):
            return found
        if is_own(self.name.base.partition("/")[0]):
            return Problem("refused", "name", "its class has the name of a file of augcli")
        return None


@dataclass(frozen=True)
class Problem:
    """The reason why a source has no outputs, with the fields of a SourceProblem."""

    status: Status
    reason: str
    text: str
    kind: str = ""

    @classmethod
    def of(cls, found: SourceProblem) -> Problem:
        """Make one from an exception, which does not pickle well."""
        return cls(found.status, found.reason, found.text, found.kind)


def problem_of_listing(source: Source) -> Problem | None:
    """Return the reason not to open a source, if its listing has found one."""
    if source.link_problem:
        return Problem("skipped", "link", f"is {source.link_problem}")
    if source.unlisted:
        return Problem("bad", "unreadable", source.unlisted)
    if source.unread:
        return Problem.of(not_read(by_name(source.unread)))
    return None


@dataclass(frozen=True)
class Outcome:
    """The result of a job: the records of its outputs, or the problem.

    ``seconds`` is the time of each stage, if profiled; ``read`` is the version of the source that
    was read, and its SHA-256.
    """

    job: Job
    lines: tuple[Line, ...] = ()
    problem: Problem | None = None
    findings: Findings = Findings()  # noqa: RUF009, it is frozen, so one for all is safe
    seconds: Mapping[str, float] | None = None
    read: tuple[str, str] = ("", "")

    def with_remark(self, said: str) -> Outcome:
        """Add what a decoder printed to the problem, if there is one."""
        if self.problem is None:
            return self
        return replace(self, problem=replace(self.problem, text=f"{self.problem.text} ({said})"))
