"""The content of a pipeline file."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.imaging.depth_range import DepthRange
from augcli.imaging.resampling import Resampling
from augcli.pipeline.pipeline import Pipeline


@dataclass(frozen=True)
class ClassTable:
    """What a file says of one class: how many copies, and the pipeline; None for that of all."""

    name: str
    copies: int | None = None
    pipeline: Pipeline | None = None


@dataclass(frozen=True)
class PipelineFile:
    """A pipeline and how to sample. ``seed`` is None if the file has none.

    ``depth_range`` says what full scale is for 16-bit pictures. ``why`` is a sentence for readers:
    what the pipeline is good for. A file that holds options of a run may have no steps. ``classes``
    has what is other for single classes.
    """

    pipeline: Pipeline
    resampling: Resampling = Resampling()  # noqa: RUF009, it is frozen, so one for all is safe
    seed: int | None = None
    why: str = ""
    depth_range: DepthRange = "full"
    classes: tuple[ClassTable, ...] = ()
