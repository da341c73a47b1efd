"""Show copies of an image, as ``expand`` would make them."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.cli.preview_modes.image_mode import ImageMode
from augcli.cli.repeats import note_repeats
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.pipeline.distinct import repeats


class Copies(ImageMode):
    """The mode without a flag of its own: copies 1, 2, 3 and so on."""

    default_grid = (3, 3)

    def series(
        self, renderers: Sequence[CopyRenderer], opened: OpenedImage, count: int
    ) -> list[Series]:
        (renderer,) = renderers
        copies = renderer.copies(opened, count)
        repeated = repeats([copy.recipe for copy in copies])
        note_repeats(count - repeated, repeated)
        return [Series("", renderer, tuple(copies))]
