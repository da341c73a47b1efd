"""Write a plot as a PNG that is marked as a figure, so that it is no image to train on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from augcli.figures.draw import drawing_defaults
from augcli.imaging.codec.figure_mark import mark_png

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def as_png(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG."""
    stream = io.BytesIO()
    with drawing_defaults():
        figure.savefig(stream, format="png", metadata={"Software": None})
    return mark_png(stream.getvalue())
