"""Estimate what expand would make of a pipeline: how many copies, how large, and how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from augcli.config.choose import ChosenPipeline
from augcli.dataset.scan import Dataset
from augcli.engines.cores import usable_cores
from augcli.engines.died import Died
from augcli.errors import AugcliError
from augcli.expansion.dry_run import Estimate, forecast
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.settings import Settings
from augcli.expansion.run import Run
from augcli.pipeline.clock import Clock, start_clock
from augcli.storage.limits import Limits
from augcli.studios.look import Problem
from augcli.studios.subject import Copying

_ONCE = ("source", "decode")  # stages of a source, not of a copy
_NOBODY = "nothing"  # the stage between two estimates


class Wanted(NamedTuple):
    """A pipeline, and how many copies of each image it is to make."""

    chosen: ChosenPipeline
    copies: int


class Expected(NamedTuple):
    """The number of copies, their bytes, and the seconds that they take on this machine."""

    copies: int
    bytes: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the numbers, and a line of text with them."""
        copies = f"{self.copies:,} {'copy' if self.copies == 1 else 'copies'}"
        text = f"{copies}, about {_size(self.bytes)}, about {_time(self.seconds)}"
        return {"text": text, **self._asdict()}


@dataclass(frozen=True)
class Estimates:
    """Makes estimates in a worker process, which decodes images."""

    dataset: Dataset
    copying: Copying

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")

    def start(self) -> Callable[[Wanted], Expected | Problem]:
        """Prepare a process of its own, and return the function that estimates there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(Limits.memory)
        clock = start_clock(_NOBODY)

        def estimate(wanted: Wanted) -> Expected | Problem:
            try:
                return self._expected(wanted, clock)
            except AugcliError as error:
                return Problem(error.problem, error.hint)

        return estimate

    def _expected(self, wanted: Wanted, clock: Clock) -> Expected:
        clock.take()
        with clock.stage("source"):
            found = forecast(Run(self.dataset, Path("out"), self._settings(wanted)))
        seconds = clock.take()
        seconds.pop(_NOBODY, None)
        per_source = sum(seconds.pop(stage, 0.0) for stage in _ONCE)
        return _expected(found, per_source, sum(seconds.values()))

    def _settings(self, wanted: Wanted) -> Settings:
        chosen = wanted.chosen
        return Settings(
            chosen.pipeline,
            Amount(copies=wanted.copies),
            chosen.seed,
            chosen.resampling,
            self.copying.output,
            flat=self.dataset.flat,
            mix_across=self.copying.mix_across,
            reject=self.copying.reject,
            depth_range=chosen.depth_range,
            splits=self.dataset.splits,
            class_pipelines=chosen.class_pipelines,
        )


def _expected(found: Estimate, per_source: float, per_copy: float) -> Expected:
    """Scale the seconds of all samples up to all sources and copies, on all cores."""
    total, samples = found.total, max(1, found.samples)
    work = per_source * total.sources + per_copy * total.copies
    return Expected(total.copies, total.bytes, round(work / samples / usable_cores(), 1))


def lost(wanted: Wanted, death: Died) -> Problem:  # noqa: ARG001, the signature of a pool
    """Return the answer where an image ended the process that estimates."""
    return Problem(f"no estimate: {death}", "augcli expand --dry-run names the image")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = seconds / 60
    return f"{round(minutes)} min" if minutes < 90 else f"{minutes / 60:.1f} h"
