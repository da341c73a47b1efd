"""Choose the size at which a picture is shown."""

from __future__ import annotations

from augcli.imaging.image import Frame
from augcli.pipeline.canvas import contained

MOST_ASPECT = 8
"""Longer and narrower pictures are squeezed: to scale, one of 10x4000 pixels would be a thread."""


def shown_size(frame: Frame, box: Frame) -> Frame:
    """Return the largest size that fits a box in pixels, at least 1x1.

    Pictures keep their proportions up to 8:1. They are enlarged by whole numbers only, so that all
    pixels are shown alike.
    """
    least = -(-max(frame) // MOST_ASPECT)
    fitted = contained(Frame(max(frame.width, least), max(frame.height, least)), box)
    if min(frame) < least:
        return Frame(_whole(fitted.width, frame.width), _whole(fitted.height, frame.height))
    factor = fitted.width // frame.width
    return Frame(frame.width * factor, frame.height * factor) if factor else fitted


def is_squeezed(frame: Frame) -> bool:
    """Return whether pictures of a frame are too long and narrow to be shown to scale."""
    return min(frame) * MOST_ASPECT < max(frame)


def _whole(shown: int, side: int) -> int:
    """Return the largest multiple of a side that is no more than what is shown of it."""
    return shown // side * side or shown
