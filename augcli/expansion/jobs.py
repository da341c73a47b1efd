"""What becomes of a source: the records of its copies, or why it gave nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from augcli.errors import SourceProblem, Status
from augcli.expansion.output.manifest import Line
from augcli.expansion.plan import Job
from augcli.expansion.quality import Rejected


@dataclass(frozen=True)
class Problem:
    """Why a source gave nothing."""

    status: Status
    reason: str
    text: str

    @classmethod
    def of(cls, found: SourceProblem) -> Problem:
        """Take it from an exception, which processes can't well send to each other."""
        return cls(found.status, found.reason, found.text)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: the records of the copies made, or the problem.

    ``changes`` tells what the copies could not keep of the source, in words; ``rejected`` has an
    entry for each copy whose first draw was; ``seconds`` is what each stage took, if profiled.
    """

    job: Job
    lines: tuple[Line, ...] = ()
    problem: Problem | None = None
    changes: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    seconds: Mapping[str, float] | None = None

    def with_remark(self, said: str) -> Outcome:
        """Add what a decoder printed to the problem, if there is one."""
        if self.problem is None:
            return self
        return replace(self, problem=replace(self.problem, text=f"{self.problem.text} ({said})"))
