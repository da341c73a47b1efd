"""What a pipeline file says."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.imaging.resampling import Resampling
from augcli.pipeline.pipeline import Pipeline


@dataclass(frozen=True)
class PipelineFile:
    """A pipeline, how it samples, and ``why``: a sentence for people. ``seed`` may be left open."""

    pipeline: Pipeline
    resampling: Resampling = Resampling()  # noqa: RUF009, it is frozen, so one for all is safe
    seed: int | None = None
    why: str = ""
