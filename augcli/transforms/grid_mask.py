"""A grid of squares under one level."""

import math

from augcli.catalogue import Annotated, Array, Drawn, Image, Pixels, Real, Whole, np, transform
from augcli.imaging.kernels.erase import cell_side, erase


@transform(group="erasing", after="cutout", full_scale=True)
def grid_mask(
    *,
    ratio: Annotated[
        float,
        Real(
            low=0,
            high=0.9,
            neutral=0,
            default=(0.2, 0.5),
            unit="shares of a cell's side",
            unseen=(0, 0.02),
        ),
    ],
    cells: Annotated[
        int, Whole(low=1, high=100, default=(3, 7), unit="cells along the shorter side")
    ],
    level: Annotated[float, Real(low=0, high=255, default=(128, 128), unit="gray levels")],
    degrees: Annotated[float, Drawn(low=0, high=90)],
    phase: Annotated[list[float], Drawn(count=2)],
) -> Pixels:
    """Hide a grid of squares under gray, one in each cell: 0.5 is half of the cell's side.

    Helps where objects hide each other. It never hides all of a large object.

    Harms fine texture, and objects as small as a cell.

    Note: the grid has a random angle and a random origin.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: Chen et al., GridMask data augmentation, 2020.
    """

    def masked(image: Image) -> Array:
        side = cell_side(image.frame, cells)
        cos, sin = math.cos(math.radians(degrees)) / side, math.sin(math.radians(degrees)) / side
        x, y = (np.arange(count) + 0.5 for count in image.frame)

        def is_hidden(across: float, down: float, start: float) -> Array:
            # In 65,536ths of a cell, a uint16 sum wraps round at the end of a cell.
            turns = (x * across + start, y * down)
            columns, rows = (np.floor(turn % 1 * 65536).astype(np.uint16) for turn in turns)
            hidden: Array = columns + rows[:, np.newaxis] < round(ratio * 65536)
            return hidden

        hidden = is_hidden(cos, sin, phase[0]) & is_hidden(-sin, cos, phase[1])
        return erase(image, hidden, level)

    return Pixels(masked)
