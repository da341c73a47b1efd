"""``--extremes``: show every knob at both ends of its range, then all together."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.preview_modes.image_mode import VALUE_WIDTH, ImageMode
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.figures.sweeps import Sweeps


class Extremes(ImageMode):
    """Two pictures for each knob; the number of pictures doesn't depend on the grid."""

    default_grid = (6, 1)
    caption_width = VALUE_WIDTH

    def series(
        self,
        renderers: Sequence[CopyRenderer],
        opened: OpenedImage,
        count: int,  # noqa: ARG002, other modes need it
    ) -> list[Series]:
        (renderer,) = renderers
        return Sweeps(renderer, opened.name).extremes()
