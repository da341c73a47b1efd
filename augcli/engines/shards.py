"""Cut jobs into shards that take a few seconds each, whatever a job takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import islice
from typing import Generic

from augcli.engines.worker_process import JobT

_SECONDS = 4.0  # a shard costs its worker a tenth of a second: it starts a process
_FIRST, _MOST = 4, 4096  # jobs


class Shards(Generic[JobT]):
    """The jobs that no worker has yet, in shards.

    As the jobs run out, the shards get smaller, so that all workers end at about the same time.
    """

    def __init__(self, jobs: Iterable[JobT]) -> None:
        self._jobs = iter(jobs)
        self._next: deque[JobT] = deque()
        self._alone: deque[JobT] = deque()
        self._size = _FIRST

    def take(self, threads: int) -> tuple[JobT, ...]:
        """Return the jobs of the next shard, none if there are no more, for so many threads."""
        if self._alone:
            return (self._alone.popleft(),)
        ahead = 2 * threads * self._size
        self._next.extend(islice(self._jobs, max(0, ahead - len(self._next))))
        size = min(self._size, -(-len(self._next) // (2 * threads)))
        return tuple(self._next.popleft() for _ in range(size))

    def put_back(self, jobs: Iterable[JobT]) -> None:
        """Put jobs back, each to be in a shard of its own: one of them has ended its worker."""
        self._alone.extend(jobs)

    def learn(self, jobs: int, seconds: float) -> None:
        """Choose the size of later shards by the time that one took."""
        fitting = round(jobs * _SECONDS / max(seconds, 1e-3))
        # At most four times as large: what a first picture takes says little of the others.
        self._size = min(max(1, fitting), 4 * self._size, _MOST)
