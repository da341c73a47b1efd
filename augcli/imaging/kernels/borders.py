"""How far a picture is continued beyond its edges before it is resampled.

OpenCV samples the inside of a picture up to twice as fast as what lies beyond its edges, where it
works out every neighbour by itself (bicubic: wrongly so, where a picture is repeated a second
time). Copying rows and columns costs little. Each copy has a border of its own: one for all copies
of a source has to be wider, and is out of the processor's cache when the next copy reads it.
"""

from __future__ import annotations

import math

from augcli.imaging.image import Frame
from augcli.imaging.kernels.matrix import Matrix
from augcli.imaging.lazy import Array
from augcli.storage.limits import LONGEST_SIDE

Sides = tuple[int, int, int, int]
"""What is added to a picture: pixels at the left, right, top and bottom."""

_NONE: Sides = (0, 0, 0, 0)
_REACH = 4  # pixels around a point that the widest interpolation looks at
_MOST_TIMES = 4  # the picture's own area
_ALWAYS = 4_000_000  # pixels, however small it is


def border_for(pixels: Array, in_pixels: Matrix, frame: Frame) -> Sides:
    """Return how far an output frame reaches beyond the edges, or nothing if that is very far.

    ``in_pixels`` takes output to source coordinates, both from the centre of the first pixel.
    """
    height, width = pixels.shape[:2]
    (a, b, c), (d, e, f), (g, h, i) = in_pixels
    across, down = [], []
    for x, y in ((0, 0), (frame[0] - 1, 0), (0, frame[1] - 1), (frame[0] - 1, frame[1] - 1)):
        below = g * x + h * y + i
        if below < 1e-6:  # a horizon crosses the frame, or all but: there is no end to it
            return _NONE
        across.append((a * x + b * y + c) / below)
        down.append((d * x + e * y + f) / below)
    left, top = max(0, _REACH - math.floor(min(across))), max(0, _REACH - math.floor(min(down)))
    right = max(0, math.ceil(max(across)) + _REACH + 1 - width)
    bottom = max(0, math.ceil(max(down)) + _REACH + 1 - height)
    sides = left + width + right, top + height + bottom
    most = max(_ALWAYS, _MOST_TIMES * width * height)
    if max(sides) > LONGEST_SIDE or sides[0] * sides[1] > most:
        return _NONE
    return left, right, top, bottom


def in_pixels_of(matrix: Matrix, source: Frame, output: Frame) -> Matrix:
    """Move the origin from the centre of each frame to the centre of its first pixel."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    x, y = (output[0] - 1) / 2, (output[1] - 1) / 2
    moved = (a, b, c - a * x - b * y), (d, e, f - d * x - e * y), (g, h, i - g * x - h * y)
    return shifted(moved, (source[0] - 1) / 2, (source[1] - 1) / 2)


def shifted(in_pixels: Matrix, x: float, y: float) -> Matrix:
    """Let a map give points that are so much further on."""
    (a, b, c), (d, e, f), (g, h, i) = in_pixels
    return (a + x * g, b + x * h, c + x * i), (d + y * g, e + y * h, f + y * i), (g, h, i)


def further_right(in_pixels: Matrix, x: int) -> Matrix:
    """Let a map begin so many output pixels further to the right."""
    (a, b, c), (d, e, f), (g, h, i) = in_pixels
    return (a, b, c + a * x), (d, e, f + d * x), (g, h, i + g * x)
