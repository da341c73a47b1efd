"""What an engine is: it runs jobs somewhere, and yields their outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)


class Engine(Protocol[JobT_contra, OutcomeT_co]):
    """Runs jobs, in any order. ``deaths`` counts the processes that died meanwhile."""

    @property
    def deaths(self) -> int: ...

    def run(self, jobs: Iterable[JobT_contra]) -> Iterator[OutcomeT_co]:
        """Yield the outcome of each job as soon as it is ready.

        Jobs are taken as they are needed. A job that takes too long, or that ends its process
        again and again, has the outcome that ``lost`` returns. Closing the iterator stops the work.

        Raises:
            AugcliError: the work can't continue.
            RuntimeError: the work has a bug.
        """
