"""Measure how long each stage of the work takes, in this process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

Seconds = dict[str, float]
"""The seconds of each stage, by the clock on the wall."""


class Clock:
    """Counts the seconds of one stage at a time: a stage within another counts for itself alone."""

    def __init__(self, stage: str) -> None:
        self._seconds: Seconds = {}
        self._stage = stage
        self._since = time.perf_counter()

    def turn_to(self, stage: str) -> str:
        """Count for another stage from now on; return the one before."""
        now, before = time.perf_counter(), self._stage
        self._seconds[before] = self._seconds.get(before, 0.0) + now - self._since
        self._stage, self._since = stage, now
        return before

    def take(self) -> Seconds:
        """Return the seconds counted since the last call."""
        seconds, self._seconds = self._seconds, {}
        return seconds

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what a block takes for a stage."""
        before = self.turn_to(name)
        try:
            yield
        finally:
            self.turn_to(before)


_OFF = nullcontext()
_clock: Clock | None = None


def start_clock(stage: str) -> Clock:
    """Turn the clock of this process on, counting for a stage first."""
    global _clock  # noqa: PLW0603, a clock passed through every call would be in the way of all
    _clock = Clock(stage)
    return _clock


def clock(stage: str) -> AbstractContextManager[None]:
    """Return a context that counts for a stage; it does nothing while the clock is off."""
    return _clock.stage(stage) if _clock else _OFF
