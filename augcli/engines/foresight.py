"""Begin what a job waits for when it arrives in a worker, before its turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from augcli.engines.channel import Channel, wait
from augcli.engines.together import Pace

FAR_AHEAD = 24
"""Jobs that a worker has at least if it has foresight: more than it waits for at once."""


def foresight(work: object) -> Callable[[Any], None] | None:
    """Return the function that a work has for jobs that have just arrived; None if it has none.

    Only a work that waits for something far away has one, as ``foresee``.
    """
    foresee: Callable[[Any], None] | None = getattr(work, "foresee", None)
    return foresee


def arrivals(
    channel: Channel, foresee: Callable[[Any], None] | None, pace: Pace
) -> Iterator[list[Any]]:
    """Yield jobs in the order of their arrival, until None arrives.

    Those that have arrived are yielded together, as many as ``pace`` allows.

    Raises:
        EOFError, OSError: the parent has ended.
    """
    jobs: deque[Any] = deque()
    while True:
        while (
            not jobs
            or (foresee and wait([channel], 0))
            or (len(jobs) < pace.most and channel.has_message)
        ):
            job = channel.receive()
            if job is None:  # it is sent to a worker without jobs
                return
            if foresee:
                foresee(job)
            jobs.append(job)
        yield [jobs.popleft() for _ in range(min(len(jobs), pace.most))]
