"""Where the time of a run goes: the seconds of each stage, summed over the workers.

A run that nobody profiles has no timers in it: they are put around the functions of each stage
where a worker starts, in that process alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from pkgutil import resolve_name
from typing import Any

from augcli.expansion.jobs import Outcome
from augcli.expansion.plan import Job
from augcli.expansion.worker import Worker

Seconds = dict[str, float]
"""The seconds of each stage, by the clock on the wall."""

START, BOOKKEEPING, WAITING, MAIN = "start", "bookkeeping", "waiting", "main process"

FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "read": ("augcli.expansion.worker.read_file",),
    "decode": ("augcli.imaging.codec.decode.decode", "augcli.imaging.codec.encode.fit_to"),
    "draw": ("augcli.expansion.worker.Worker.recipes",),
    "warp": (
        "augcli.catalogue.effects.Homography.apply",
        "augcli.catalogue.effects.Field.apply",
        "augcli.pipeline.canvas.Canvas._halved",
    ),
    "tone": ("augcli.catalogue.effects.Tone.apply",),
    "other pixels": ("augcli.catalogue.effects.Mix.apply", "augcli.catalogue.effects.Pixels.apply"),
    "encode": ("augcli.imaging.codec.encode.encode",),
    "write": (
        "augcli.expansion.worker.make_folders",
        "augcli.expansion.worker.write_whole",
        "augcli.expansion.worker.copy_file",
        "augcli.expansion.worker.link_to",
    ),
}
"""The functions of a stage; one that runs within another's counts for itself alone."""

STAGES = (START, *FUNCTIONS, BOOKKEEPING, WAITING, MAIN)
"""In the order of the work.

``start`` is loading the libraries, ``bookkeeping`` what a job takes beside the other stages,
``waiting`` what a worker stands idle; ``main process`` is the processor's time in the process that
hands out the jobs and keeps the manifest.
"""


@dataclass(frozen=True)
class ProfiledWorker:
    """A worker whose outcomes tell where the time went."""

    worker: Worker

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return self.worker.modules

    def start(self) -> Callable[[Job], Outcome]:
        """Settle in a process of its own, and give what does the jobs there."""
        clock = _Clock()
        work = self.worker.start()
        for stage, functions in FUNCTIONS.items():
            for function in functions:
                _put_timer(function, stage, clock)
        clock.turn_to(WAITING)

        def profiled(job: Job) -> Outcome:
            clock.turn_to(BOOKKEEPING)
            outcome = work(job)
            clock.turn_to(WAITING)
            return replace(outcome, seconds=clock.take())

        return profiled


class _Clock:
    """Counts the time of one stage after another, never of two at once."""

    def __init__(self) -> None:
        self._seconds: Seconds = {}
        self._stage = START
        self._since = time.perf_counter()

    def turn_to(self, stage: str) -> str:
        """Count for another stage from now on; give the one before."""
        now, before = time.perf_counter(), self._stage
        self._seconds[before] = self._seconds.get(before, 0.0) + now - self._since
        self._stage, self._since = stage, now
        return before

    def take(self) -> Seconds:
        """Return what was counted since the last time."""
        seconds, self._seconds = self._seconds, {}
        return seconds


def _put_timer(function: str, stage: str, clock: _Clock) -> None:
    place, _, name = function.rpartition(".")
    owner = resolve_name(place)
    setattr(owner, name, _timed(getattr(owner, name), stage, clock))


def _timed(function: Callable[..., Any], stage: str, clock: _Clock) -> Callable[..., Any]:
    @wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        before = clock.turn_to(stage)
        try:
            return function(*arguments, **named)
        finally:
            clock.turn_to(before)

    return timed


def add_up(total: Seconds, more: Mapping[str, float]) -> None:
    """Add the seconds of some work to a total."""
    for stage, seconds in more.items():
        total[stage] = total.get(stage, 0.0) + seconds


def as_json(seconds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return the seconds of each stage and its share of all, 0 to 1, in the order of the work."""
    whole = sum(seconds.values()) or 1.0
    return {
        stage: {"seconds": round(taken, 4), "share": round(taken / whole, 4)}
        for stage in STAGES
        for taken in [seconds.get(stage, 0.0)]
    }
