"""A grid of squares of one level."""

import math
from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real, Whole
from augcli.catalogue.parameters import Drawn
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.erase import cell_side, erase
from augcli.imaging.lazy import Array, np


@transform(group="erasing", place=3)
def grid_mask(
    *,
    ratio: Annotated[
        float, Real(low=0, high=0.9, neutral=0, default=(0.2, 0.5), unit="shares of a cell's side")
    ],
    cells: Annotated[
        int, Whole(low=1, high=100, default=(3, 7), unit="cells along the shorter side")
    ],
    level: Annotated[float, Real(low=0, high=255, default=(128, 128), unit="levels")],
    degrees: Annotated[float, Drawn(low=0, high=90)],
    phase: Annotated[list[float], Drawn(count=2)],
) -> Pixels:
    """Hide a grid of squares under gray, one in each cell: 0.5 is half of its side.

    Helps where things are partly hidden by others; it never hides all of a thing that is large.

    Harms where what tells the class is as small as a cell, and fine texture.

    Note: the grid is turned by a random angle, and starts anywhere.

    Source: Chen et al., GridMask data augmentation, 2020.
    """

    def masked(image: "Image") -> "Array":

        if ratio == 0:
            return image.pixels
        side = cell_side(image.frame, cells)
        cos, sin = math.cos(math.radians(degrees)) / side, math.sin(math.radians(degrees)) / side
        x, y = (np.arange(count) + 0.5 for count in image.frame)

        def is_hidden(across: float, down: float, start: float) -> "Array":
            # 65,536ths of a cell: as uint16, the sum wraps round to the next cell by itself.
            turns = (x * across + start, y * down)
            columns, rows = (np.floor(turn % 1 * 65536).astype(np.uint16) for turn in turns)
            hidden: Array = columns + rows[:, np.newaxis] < round(ratio * 65536)
            return hidden

        hidden = is_hidden(cos, sin, phase[0]) & is_hidden(-sin, cos, phase[1])
        return erase(image, hidden, level)

    return Pixels(masked)
