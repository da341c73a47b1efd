"""Show copies of one image as a figure, for Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from augcli.figures.draw import draw_page
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import open_image, source_name
from augcli.figures.sheet import Sheet, cell_size
from augcli.imaging.resampling import Resampling
from augcli.pipeline.pipeline import Pipeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLUMNS = 3


def preview(image: Path, pipeline: Pipeline, *, copies: int = 9, seed: int = 0) -> Figure:
    """Return a figure of the first copies of an image file, as ``augcli preview`` writes it.

    Each picture is captioned with the values drawn for it. The figure is not registered with
    pyplot; its axes count pixels from the top left corner.

    Raises:
        UsageProblem: there is no such file, or it can't be decoded.
    """
    picture, name = open_image(image), source_name(image)
    columns = min(_COLUMNS, copies)
    box = cell_size(columns, -(-copies // columns), picture.frame)
    look = CopyRenderer(pipeline, Resampling(), seed)
    section = Series("", look, tuple(look.copies(name, copies))).section(picture, box)
    return draw_page(Sheet(name, [section], columns, box).page())
