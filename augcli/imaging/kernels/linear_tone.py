"""Tones that are straight lines: calculated, in a fraction of the time that a table takes.

The levels are the very same: where single precision could decide on one, there is a table.
"""

from __future__ import annotations

from typing import NamedTuple

from augcli.imaging.kernels.curve import Curve, Linear
from augcli.imaging.lazy import Array, cv2, np

# A level is rounded up from .625 on, not from .5. Keras and Pillow, whose pictures people know,
# cut the fraction off, which is half a level darker on the mean; this keeps within 0.4 levels of
# them and of the exact product both, but for factors so close to 1 that those differ by more.
ROUND = 0.375

_SINGLE = 2.0**-22  # four roundings to single precision: of slope, offset, product and sum


class Clamped(NamedTuple):
    """A line that goes no further than from ``low`` to ``high``: any chain of lines is one."""

    slope: float = 1.0
    offset: float = 0.0
    low: float = 0.0
    high: float = 255.0

    def then(self, line: Linear) -> Clamped:
        """Return what another line, clipped to 0..255, makes of its levels."""
        low, high = sorted((line.at(self.low), line.at(self.high)))
        limits = min(max(low, 0.0), 255.0), min(max(high, 0.0), 255.0)
        return Clamped(self.slope * line.slope, line.at(self.offset), *limits)

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that the line gives for 0..255, its limits aside."""
        first, last = self.offset, self.slope * 255 + self.offset
        return min(first, last), max(first, last)

    @property
    def limits(self) -> tuple[int, int]:
        """The levels that it has to be cut off at: 0 and 255, where it keeps within its own."""
        least, most = self.ends
        low = int(round(self.low, 9) + ROUND) if least < self.low else 0
        high = int(round(self.high, 9) + ROUND) if most > self.high else 255
        return low, high


def straight(curves: tuple[Curve, ...], colours: int) -> list[Clamped] | None:
    """Join curves to one line for all channels, or one for each colour; None if one is bent."""
    rows = [Clamped()]
    for curve in curves:
        if curve.scope == "colour" and colours == 1:
            continue
        if not curve.lines:
            return None
        count = max(len(rows), len(curve.lines))
        rows = [rows[i % len(rows)].then(curve.lines[i % len(curve.lines)]) for i in range(count)]
    return rows


def calculated(pixels: Array, rows: list[Clamped]) -> Array | None:
    """Return 8-bit pixels with lines applied, each to its channel; None where a table has to."""
    if rows == [Clamped(-1.0, 255.0)]:
        return cv2.bitwise_not(pixels)
    if not all(_is_exact(row) for row in rows):
        return None
    if len(rows) == 1:
        return _by_one(pixels, rows[0])
    if len(rows) != pixels.shape[2] or any(row.limits != (0, 255) for row in rows):
        return None
    matrix = np.zeros((len(rows), len(rows) + 1))
    for i, row in enumerate(rows):
        matrix[i, i], matrix[i, -1] = row.slope, row.offset + ROUND - 0.5
    made: Array = cv2.transform(pixels, matrix)
    return made


def _by_one(pixels: Array, row: Clamped) -> Array | None:
    # As one row of one channel: OpenCV takes a limit for the first of four channels alone.
    flat = pixels.reshape(1, -1)
    if flat.size == 1:
        return None  # it would take that for a limit
    offset = row.offset + ROUND - 0.5  # as OpenCV rounds from .5 on
    if row.ends[0] > -ROUND:
        made = cv2.convertScaleAbs(flat, alpha=row.slope, beta=offset)
    else:  # convertScaleAbs would take what is below zero without its sign
        made = cv2.addWeighted(flat, row.slope, flat, 0.0, offset)
    low, high = row.limits
    if low > 0:
        cv2.max(made, float(low), dst=made)  # type: ignore[call-overload]  # takes numbers too
    if high < 255:
        cv2.min(made, float(high), dst=made)  # type: ignore[call-overload]  # takes numbers too
    return made


def _is_exact(row: Clamped) -> bool:
    """Say whether no level is so near to where the rounding changes that precision decides.

    It would not be that of the table, nor the same on every machine.
    """
    exact = np.arange(256.0) * row.slope + (row.offset + ROUND)
    near = _SINGLE * (255 * abs(row.slope) + abs(row.offset) + 1)
    return bool(np.abs(exact - np.rint(exact)).min() > near)
