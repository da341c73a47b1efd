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


def scale_in_words(frame: Frame, shown: Frame) -> str:
    """Return how much smaller or larger a picture is shown, "" for its own size."""
    x, y = shown.width / frame.width, shown.height / frame.height
    if min(frame) * MOST_ASPECT < max(frame):
        return f"not to scale: width shown at {_percent(x)}, height at {_percent(y)}"
    return "" if x == 1 else f"shown at {_percent(x)}"


def _whole(shown: int, side: int) -> int:
    """Return the largest multiple of a side that is no more than what is shown of it."""
    return shown // side * side or shown


def _percent(scale: float) -> str:
    return f"{scale * 100:.2g} %" if scale < 0.1 else f"{scale * 100:.0f} %"
