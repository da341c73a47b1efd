"""Time how a figure of 3x3, 10x10 and 20x20 captioned pictures is drawn; print Markdown.

``augcli`` draws texts from letters that it loads once (``augcli/figures/canvas.py``); ``Agg`` is
matplotlib's own canvas, which loads every letter of every text anew.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from turns import milliseconds

from augcli.config.presets import load
from augcli.figures.canvas import PageCanvas
from augcli.figures.look import CopyRenderer, Series
from augcli.figures.open_image import OpenedImage
from augcli.figures.sheet import Sheet, cell_size
from augcli.imaging.image import Image
from augcli.pipeline.copy_maker import CopyMaker

sys.path.insert(0, str(Path(__file__).parent / "calls"))
from loop import photo


def sheet(side: int) -> Sheet:
    """Return a sheet of ``side`` times ``side`` copies by the preset strong."""
    opened = OpenedImage("a.jpg", Image(np.array(photo()), "RGB"))
    look = CopyRenderer(CopyMaker(load("strong").pipeline))
    box = cell_size(side, side, opened.image.frame)
    section = Series("", look, tuple(look.copies(opened, side * side))).section(opened, box)
    return Sheet("copies by the preset strong", [section], side, box)


def main() -> None:
    print("| pictures | augcli, ms | Agg, ms |\n|---|---|---|")
    for side in (3, 10, 20):
        figure = sheet(side).figure()
        ways = {
            "augcli": partial(PageCanvas.draw, PageCanvas(figure)),
            "Agg": partial(FigureCanvasAgg.draw, FigureCanvasAgg(figure)),
        }
        taken = milliseconds(ways, rounds=3)
        print(f"| {side}x{side} | {taken['augcli']:.0f} | {taken['Agg']:.0f} |")


if __name__ == "__main__":
    main()
