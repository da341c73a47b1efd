"""Cut jobs into batches that take a few seconds each, whatever a job takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Generic

from augcli.engines.worker_process import JobT

_SECONDS = 4.0  # a batch costs a hundredth of a second
_FIRST, _MOST = 4, 4096  # images


class Batches(Generic[JobT]):
    """The jobs that no worker has yet, in batches.

    As the jobs run out, the batches get smaller, so that all workers end at about the same time. A
    job that takes longer than a batch should is a batch of its own.
    """

    def __init__(self, jobs: Iterable[JobT]) -> None:
        self._jobs = iter(jobs)
        self._next: deque[JobT] = deque()
        self._alone: deque[JobT] = deque()
        self._images = 0  # of the next jobs
        self._size = _FIRST  # images

    def take(self, threads: int) -> tuple[JobT, ...]:
        """Return the jobs of the next batch, none if there are no more, for so many threads."""
        if self._alone:
            return (self._alone.popleft(),)
        self._look_ahead(2 * threads * self._size)
        size = min(self._size, -(-self._images // (2 * threads)))
        return tuple(self._of_next(size))

    def put_back(self, jobs: Iterable[JobT]) -> None:
        """Put jobs back, each to be in a batch of its own: one of them has ended its worker."""
        self._alone.extend(jobs)

    def learn(self, jobs: Iterable[JobT], seconds: float) -> None:
        """Choose the size of later batches by the time that the jobs of one took."""
        fitting = round(images_of(jobs) * _SECONDS / max(seconds, 1e-3))
        # At most four times as large: what a first picture takes says little of the others.
        self._size = min(max(1, fitting), 4 * self._size, _MOST)

    def _look_ahead(self, images: int) -> None:
        while self._images < images and (job := next(self._jobs, None)) is not None:
            self._next.append(job)
            self._images += images_of([job])

    def _of_next(self, images: int) -> Iterator[JobT]:
        """Yield the next jobs until they are for so many images."""
        while self._next and images > 0:
            job = self._next.popleft()
            self._images -= images_of([job])
            images -= images_of([job])
            yield job


def images_of(jobs: Iterable[object]) -> int:
    """Return how many images jobs are for: at least one each. A job for more has ``images``."""
    return sum(getattr(job, "images", 1) for job in jobs)
