"""Continue a picture beyond its edges before it is resampled.

OpenCV samples the inside of a picture up to twice as fast as what lies beyond its edges, where it
works out every neighbour by itself. Each copy has a border of its own. One border for all copies of
a source would be wider, and out of the processor's cache when the next copy reads it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from augcli.imaging.image import Frame
from augcli.imaging.kernels.pixel_map import PixelMap
from augcli.imaging.kernels.sample import LONGEST_SIDE
from augcli.imaging.lazy import Array, cv2

_REACH = 4  # pixels around a point that the widest interpolation looks at
_MOST_TIMES = 4  # the picture's own area
_ALWAYS = 4_000_000  # pixels, however small the picture is


class Border(NamedTuple):
    """How many pixels are added at each side."""

    left: int
    right: int
    top: int
    bottom: int

    def around(self, pixels: Array, mode: int) -> Array:
        """Return pixels with the border added; ``mode`` is one of OpenCV's ``BORDER_...``."""
        if not any(self):
            return pixels
        around = cv2.copyMakeBorder(pixels, self.top, self.bottom, self.left, self.right, mode)
        return around.reshape(*around.shape[:2], -1)  # OpenCV drops a single channel


NO_BORDER = Border(0, 0, 0, 0)


def border_for(source: Frame, to_source: PixelMap, output: Frame) -> Border:
    """Return the border that an output frame looks into, or none if that would be very large.

    ``to_source`` maps pixels of the output to pixels of the source.
    """
    if not to_source.is_affine:
        corners = [(x, y) for y in (0, output.height - 1) for x in (0, output.width - 1)]
        # A horizon crosses the frame, or nearly: the border would have no end.
        if any(to_source.depth(x, y) < 1e-6 for x, y in corners):
            return NO_BORDER
    across, down = to_source.corners(output)
    border = Border(
        left=max(0, _REACH - math.floor(min(across))),
        right=max(0, math.ceil(max(across)) + _REACH + 1 - source.width),
        top=max(0, _REACH - math.floor(min(down))),
        bottom=max(0, math.ceil(max(down)) + _REACH + 1 - source.height),
    )
    width = border.left + source.width + border.right
    height = border.top + source.height + border.bottom
    most = max(_ALWAYS, _MOST_TIMES * source.width * source.height)
    return NO_BORDER if max(width, height) > LONGEST_SIDE or width * height > most else border
