"""Show each step of a study at both ends of its range, on one of the photos."""

from __future__ import annotations

from augcli.dataset.source import Source
from augcli.figures.draw import encode
from augcli.figures.look import CopyRenderer
from augcli.figures.open_image import open_image
from augcli.figures.sheet import Sheet, cell_size
from augcli.figures.sweeps import Sweeps
from augcli.imaging.image import Frame
from augcli.pipeline.copy_maker import CopyMaker
from augcli.storage.remote.url import as_path

_COLUMNS = 6
_CELL = Frame(140, 140)  # pixels
_CAPTION = 100  # pixels


def examples(maker: CopyMaker, source: Source) -> bytes:
    """Return a figure of a photo with each knob of the steps at both ends, as a PNG.

    Raises:
        UsageProblem: the photo can't be decoded any more.
        SourceProblem: a picture would be too large.
    """
    opened = open_image(as_path(source.path), source.name)
    series = Sweeps(CopyRenderer(maker), source.name).extremes()
    cell = cell_size(_COLUMNS, len(series), opened.image.frame)
    box = Frame(min(cell.width, _CELL.width), min(cell.height, _CELL.height))
    sections = [one.section(opened, box) for one in series]
    return encode(Sheet(source.name, sections, _COLUMNS, box, _CAPTION).page(), "png")
