"""How far a picture is continued beyond its edges before it is resampled.

OpenCV samples the inside of a picture up to twice as fast as what lies beyond its edges, where it
works out every neighbour by itself (bicubic: wrongly so, where a picture is repeated a second
time). Rows and columns are copied quickly, and once for all copies of a source: so the border is
as wide as most of them need, not as one of them does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.image import Frame
    from augcli.kinds.geometry import Matrix

_REACH = 4  # pixels around a point that the widest interpolation looks at
_LONGEST = 32_766  # what OpenCV can warp
_MOST_TIMES = 4  # the picture's own bytes
_MOST, _ALWAYS = 256 << 20, 16 << 20  # bytes: however large the picture is, or however small


def border_for(pixels: NDArray[Any], in_pixels: Matrix, frame: Frame) -> int:
    """Give the width of the border, on all sides, for an output frame.

    ``in_pixels`` takes output to source coordinates, both from the centre of the first pixel. A
    border is thirds of the longer side: what a copy looks like must not depend on the others, and
    by its width the last bit of a coordinate does. 0 is none: the output doesn't reach beyond the
    edges, or so far that a border would cost more than it saves.
    """
    height, width = pixels.shape[:2]
    needed = _needed(in_pixels, (width, height), frame)
    third = -(-max(width, height) // 3)
    border = math.ceil(needed / third) * third
    if max(width, height) + 2 * border > _LONGEST:
        return 0
    size = (width + 2 * border) * (height + 2 * border) * (pixels.nbytes // (width * height))
    return border if size <= max(_ALWAYS, min(_MOST, _MOST_TIMES * pixels.nbytes)) else 0


def _needed(in_pixels: Matrix, source: tuple[int, int], frame: Frame) -> int:
    """Give how many pixels beyond the edges an output looks at most."""
    (a, b, c), (d, e, f), (g, h, i) = in_pixels
    needed = 0
    for x in (0, frame.width - 1):
        for y in (0, frame.height - 1):
            below = g * x + h * y + i
            if below < 1e-6:  # a horizon crosses the frame: there is no end to it
                return 0
            across, down = (a * x + b * y + c) / below, (d * x + e * y + f) / below
            before = _REACH - math.floor(min(across, down))
            beyond = max(across - source[0], down - source[1])
            needed = max(needed, before, math.ceil(beyond) + _REACH + 1)
    return needed


def shifted(in_pixels: Matrix, x: float, y: float) -> Matrix:
    """Let a map give points that are so much further on."""
    (a, b, c), (d, e, f), (g, h, i) = in_pixels
    return (
        (a + x * g, b + x * h, c + x * i),
        (d + y * g, e + y * h, f + y * i),
        (g, h, i),
    )
