"""Apply tones that are straight lines without a table, which is faster."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from augcli.imaging.lazy import Array, cv2, np

_MIDDLE = 127
_ERROR = 2.0**-22  # of OpenCV's arithmetic, relative: four roundings to single precision


@cache
def all_levels(top: int) -> Array:
    """Return the levels 0 to ``top`` on the scale 0..255, float64 of shape (1, levels)."""
    # Divided, not multiplied by 1 / 257: so the levels that 8 bits have are exact in 16.
    levels = np.arange(top + 1)[np.newaxis] / (top / 255)
    levels.setflags(write=False)
    return levels


class Line(NamedTuple):
    """A straight tone: ``slope`` times the level plus ``offset``, rounded and cut to 0..255."""

    slope: float
    offset: float


def find_line(levels: Array, table: Array) -> Line | None:
    """Return a line that gives the very levels of a table, or None if there is none.

    ``levels`` (256 floats in 0..255) are those of the table (256 uint8) before rounding. A line
    that comes near a tie of two levels is not taken: OpenCV calculates in single precision, which
    would decide differently from machine to machine, and rounds ties to even.
    """
    middle = float(levels[_MIDDLE])
    slope = float(levels[_MIDDLE + 1]) - middle  # a tone that cuts these two off goes by its table
    offset = middle - slope * _MIDDLE
    exact = all_levels(255)[0] * slope + offset
    error = _ERROR * (255 * abs(slope) + abs(offset) + 1)
    is_table = np.abs(exact.clip(0, 255) - table).max() < 0.5 - error
    return Line(slope, offset) if is_table else None


def apply_lines(pixels: Array, lines: list[Line]) -> Array:
    """Return 8-bit pixels, (height, width, channels), with one line applied to all or each channel.

    One line is applied as if the picture were gray: OpenCV does that in a single fast pass.
    """
    matrix = np.zeros((len(lines), len(lines) + 1))
    for channel, line in enumerate(lines):
        matrix[channel, channel], matrix[channel, -1] = line
    made = cv2.transform(pixels.reshape(len(pixels), -1, len(lines)), matrix)
    return made.reshape(pixels.shape)
