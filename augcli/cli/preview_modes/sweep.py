"""``--sweep``: show one transform through its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from augcli.cli.choose_pipeline import choose_pipeline
from augcli.cli.note_unseen import note_unseen
from augcli.cli.preview_modes.image_mode import VALUE_WIDTH, ImageMode
from augcli.config.choose import ChosenPipeline
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.figures.sweeps import Sweeps, find_knob, step_of
from augcli.pipeline.pipeline import Pipeline


class Sweep(ImageMode):
    """One knob of one transform, in even steps."""

    default_grid = (7, 1)
    caption_width = VALUE_WIDTH

    def choose(self) -> list[ChosenPipeline]:
        """Return the step of the swept transform alone.

        There is no advice on classes: a sweep shows one transform, whatever the pipeline does. The
        range of a preset that nobody asked for isn't taken either.
        """
        chosen = choose_pipeline(self.pipeline_flags)
        transform, _ = find_knob(self._typed)
        known = Pipeline(()) if chosen.is_default else chosen.pipeline
        preset = "" if chosen.is_default else chosen.preset
        swept = replace(chosen, pipeline=Pipeline((step_of(transform, known),)), preset=preset)
        note_unseen([swept])
        return [swept]

    def series(
        self, renderers: Sequence[CopyRenderer], opened: OpenedImage, count: int
    ) -> list[Series]:
        (renderer,) = renderers
        (step,) = renderer.maker.pipeline.steps()
        _, knob = find_knob(self._typed)
        return [Sweeps(renderer, opened.name).sweep(step, knob, count)]

    @property
    def _typed(self) -> str:
        return self.flags.sweep or ""
