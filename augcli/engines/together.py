"""Do small jobs together in a worker: what each costs beside its work is paid once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

_SECONDS = 0.01  # of work that is done together
_MOST = 16  # jobs


def together_of(do: Callable[[Any], object]) -> Callable[[Sequence[Any]], list[Any]] | None:
    """Return the function with which a worker does several jobs at once; None if it has none.

    A worker whose jobs may be small has one, as ``together`` of the function that does a job. It
    returns the outcomes in the order of the jobs. It may raise anything, and then each job is done
    alone.
    """
    several: Callable[[Sequence[Any]], list[Any]] | None = getattr(do, "together", None)
    return several


class Pace:
    """How many jobs a worker does together: as many as take a hundredth of a second."""

    def __init__(self) -> None:
        self.most = 1

    def learn(self, jobs: int, seconds: float) -> None:
        """Choose the number by the time that some jobs took; at most double it."""
        fitting = int(_SECONDS * jobs / max(seconds, 1e-6))
        self.most = max(1, min(fitting, 2 * self.most, _MOST))

    def start_anew(self) -> None:
        """Do the next job alone, since the last ones could not be done together."""
        self.most = 1
