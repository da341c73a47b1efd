"""What all modes of a preview have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from augcli.cli.console import note
from augcli.cli.preview_flags import PreviewFlags
from augcli.config.choose import ChosenPipeline
from augcli.config.parse_flag import parse_flag
from augcli.config.parse_size import parse_grid
from augcli.config.pipeline_flags import PipelineFlags
from augcli.dataset.scan import Dataset
from augcli.figures import html
from augcli.figures.look import CopyRenderer, find_partner_pool
from augcli.figures.sheet import Sheet
from augcli.imaging.image import Frame
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.quality import Rejected


@dataclass(frozen=True)
class Mode(ABC):
    """A kind of figure. ``default_grid`` is its (columns, rows) without ``--grid``."""

    flags: PreviewFlags
    pipeline_flags: PipelineFlags

    default_grid: ClassVar[tuple[int, int]]

    @abstractmethod
    def sheet(self, title: str) -> Sheet:
        """Return the pictures under a title. Raises UsageProblem."""

    def grid(self) -> tuple[int, int]:
        """Return the columns and rows of the figure. Raises UsageProblem."""
        if not self.flags.grid:
            return self.default_grid
        return parse_flag("--grid", self.flags.grid, parse_grid, ("3x3", "4x2"))

    def renderer(self, chosen: ChosenPipeline, dataset: Dataset | None) -> CopyRenderer:
        """Return the renderer of a pipeline's copies; mixing takes partners of the dataset."""
        pool = find_partner_pool(
            [chosen.pipeline, *chosen.class_pipelines.values()],
            self.flags.partner,
            dataset,
            across=self.pipeline_flags.mix_across,
        )
        maker = CopyMaker(
            chosen.pipeline,
            chosen.seed,
            chosen.resampling,
            self.flags.output_files,
            pool,
            depth_range=chosen.depth_range,
            class_pipelines=chosen.class_pipelines,
        )
        return CopyRenderer(maker, _note_rejected if self.flags.reject else None)

    def largest_picture(self, count: int, cell: Frame) -> Frame:
        """Return the largest size of each of ``count`` pictures shown in cells of a size.

        Pictures of a web page are larger than their cells, because a reader can enlarge them.
        """
        return html.picture_size(count) if self.flags.html else cell


def _note_rejected(name: str, copy: int, fault: Rejected) -> None:
    what = "is drawn again" if fault.replaced else "stays, as further draws are no better"
    note(f"copy {copy} of {name} {what}: it was {fault.reason}")
