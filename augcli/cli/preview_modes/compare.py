"""``--compare``: show the same copies by two pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from augcli.catalogue.words import match_word
from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.preview_modes.image_mode import ImageMode
from augcli.config.choose import ChosenPipeline
from augcli.config.pipeline_flags import PipelineFlags
from augcli.config.presets import presets
from augcli.errors import UsageProblem
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage


class Compare(ImageMode):
    """A row for each of two pipelines, drawn with one seed."""

    default_grid = (5, 1)

    def choose(self) -> list[ChosenPipeline]:
        """Return both pipelines, each changed by the flags. Raises UsageProblem."""
        for flag in ("config", "preset"):
            if getattr(self.pipeline_flags, flag):
                raise UsageProblem(
                    f"--{flag} and --compare can't both be given",
                    "--compare names both pipelines itself: files, or presets",
                )
        first, second = (choose_pipeline(self._starting_from(name)) for name in self._names)
        choices = [first, replace(second, seed=first.seed)]
        self.advise(choices)
        return choices

    def series(
        self, renderers: Sequence[CopyRenderer], opened: OpenedImage, count: int
    ) -> list[Series]:
        return [
            Series(title, renderer, tuple(renderer.copies(opened, count)))
            for title, renderer in zip(self._names, renderers, strict=True)
        ]

    @property
    def _names(self) -> tuple[str, ...]:
        return self.flags.compare or ()

    def _starting_from(self, name: str) -> PipelineFlags:
        """Return the flags with a preset or a file to start from; a file goes first."""
        if (preset := match_word(name, presets())) and not Path(name).exists():
            return replace(self.pipeline_flags, preset=preset)
        return replace(self.pipeline_flags, config=Path(name))
