"""``--each``: show every transform alone, from its lowest value to its highest."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.preview_modes.image_mode import VALUE_WIDTH, ImageMode
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.figures.sweeps import Sweeps


class Each(ImageMode):
    """A row for each transform of the pipeline."""

    default_grid = (5, 1)
    caption_width = VALUE_WIDTH

    def series(
        self, renderers: Sequence[CopyRenderer], opened: OpenedImage, count: int
    ) -> list[Series]:
        (renderer,) = renderers
        return Sweeps(renderer, opened.name).each(count)
