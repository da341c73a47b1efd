"""Drawing a grid of captioned pictures with matplotlib: no window, no global state."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from augcli.canvas import contained
from augcli.image import Frame, Image

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

    from augcli.preview import Cell

_DPI = 120
_CELL = 300  # pixels: the side of a square picture's cell in a small grid
_NARROWEST = 200  # pixels: room for a caption beside nothing
_GAP = 16
_LINE = 17  # pixels from one line of text to the next
_POINTS = 8


@dataclass(frozen=True)
class Layout:
    """Where things go, in pixels. ``box`` is the room of a picture, ``width`` that of a cell."""

    columns: int
    rows: int
    box: Frame

    @classmethod
    def of(cls, columns: int, rows: int, frame: Frame) -> Layout:
        """Choose boxes for pictures of one size: smaller in large grids, wide for wide pictures."""
        side = max(120, min(_CELL, 2400 // max(columns, rows)))
        # A strip gets a box at most three times as long as it is wide, or the grid would be one.
        stretch = math.sqrt(min(3.0, max(1 / 3, frame.width / frame.height)))
        room = Frame(round(side * stretch), round(side / stretch))
        return cls(columns, rows, contained(frame, room))

    @property
    def width(self) -> int:
        return max(self.box.width, _NARROWEST)

    @property
    def total_width(self) -> int:
        return self.columns * (self.width + _GAP) + _GAP


@dataclass(frozen=True)
class Sheet:
    """A title over cells, row by row."""

    title: str
    cells: list[Cell]
    layout: Layout

    def draw(self) -> Figure:
        """Draw it: every text wrapped to the room it has, every picture in its proportions."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        layout, writer = self.layout, _Writer()
        title = writer.wrap(self.title.split(" "), " ", layout.total_width - 2 * _GAP)
        captions = [writer.wrap(cell.caption, ", ", layout.width) for cell in self.cells]
        caption_height = max(map(len, captions)) * _LINE
        cell_height = layout.box.height + caption_height + _GAP
        top = len(title) * _LINE + 2 * _GAP
        height = top + layout.rows * (cell_height + _GAP)
        figure = Figure(
            figsize=(layout.total_width / _DPI, height / _DPI), dpi=_DPI, facecolor="white"
        )
        FigureCanvasAgg(figure)
        page = _Page(figure, layout.total_width, height, writer.font)
        page.write(title, _GAP, _GAP)
        for index, (cell, caption) in enumerate(zip(self.cells, captions, strict=True)):
            row, column = divmod(index, layout.columns)
            left = _GAP + column * (layout.width + _GAP)
            under = top + row * (cell_height + _GAP)
            page.show(cell.image, left + (layout.width - layout.box.width) // 2, under, layout.box)
            page.write(caption, left, under + layout.box.height + _GAP // 2)
        return figure


def encode(sheet: Sheet, ending: str) -> bytes:
    """Draw a sheet as a file of the format that an ending names; the same bytes every time."""
    mpl = _matplotlib()
    # Not as a matplotlibrc says, which may turn pictures upside down; nor with warnings of glyphs
    # that the font lacks, which show as boxes.
    with mpl.rc_context(), warnings.catch_warnings(action="ignore"):
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "augcli"
        stream = io.BytesIO()
        sheet.draw().savefig(stream, format=ending, **_OPTIONS.get(ending, _LOSSY))
    return stream.getvalue()


_OPTIONS: dict[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
    # Level 6, the default, makes a file 10 % smaller and takes a quarter of a second more.
    "png": {"pil_kwargs": {"compress_level": 1}},
}
_LOSSY: dict[str, Any] = {"pil_kwargs": {"quality": 90}}


def _matplotlib() -> Any:
    """Import matplotlib without the help texts of its setters: writing them is half the time."""
    import matplotlib as mpl
    from matplotlib import artist as artists

    write_help = artists.kwdoc
    artists.kwdoc = lambda artist: ""  # noqa: ARG005
    try:
        import matplotlib.backends.backend_agg
        import matplotlib.figure
    finally:
        artists.kwdoc = write_help
    return mpl


class _Writer:
    """Knows how wide text is."""

    @cached_property
    def font(self) -> FontProperties:
        from matplotlib.font_manager import FontProperties

        # The one that comes with matplotlib, whatever the user's settings say.
        return FontProperties(family="DejaVu Sans", size=_POINTS)

    @cached_property
    def _renderer(self) -> Any:
        from matplotlib.backends import backend_agg

        make: Any = backend_agg.RendererAgg  # which has no types
        return make(16, 16, _DPI)

    def _width(self, text: str) -> float:
        return float(self._renderer.get_text_width_height_descent(text, self.font, False)[0])

    def wrap(self, pieces: tuple[str, ...] | list[str], joint: str, room: int) -> list[str]:
        """Put pieces on as few lines as have room, cutting only what is too long by itself."""
        lines: list[str] = []
        for piece in (part for whole in pieces for part in self._cut(whole, room)):
            longer = f"{lines[-1]}{joint}{piece}" if lines else piece
            if lines and self._width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
        return lines

    def _cut(self, text: str, room: int) -> list[str]:
        if self._width(text) <= room:
            return [text]
        parts = [""]
        for character in text:
            if self._width(parts[-1] + character) > room:
                parts.append("")
            parts[-1] += character
        return parts


@dataclass
class _Page:
    """A figure, addressed in pixels from its top left corner."""

    figure: Figure
    width: int
    height: int
    font: FontProperties

    @cached_property
    def axes(self) -> Axes:
        # One for all pictures, its units being pixels: making axes is what takes time.
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.axis("off")
        axes.autoscale(enable=False)
        axes.set(xlim=(0, self.width), ylim=(self.height, 0), aspect="auto")
        return axes

    def write(self, lines: list[str], x: int, y: int) -> None:
        for number, line in enumerate(lines):
            self.figure.text(
                x / self.width,
                1 - (y + number * _LINE) / self.height,
                line,
                fontproperties=self.font,
                color="black",
                va="top",
                parse_math=False,
                usetex=False,
            )

    def show(self, image: Image, x: int, y: int, box: Frame) -> None:
        size = contained(image.frame, box)
        left = x + (box.width - size.width) // 2
        top = y + (box.height - size.height) // 2
        self.axes.imshow(
            _displayable(image),
            aspect="auto",
            extent=(left, left + size.width, top + size.height, top),
            interpolation="nearest",
        )


def _displayable(image: Image) -> NDArray[Any]:
    """Give the picture as 8-bit RGB or RGBA, which matplotlib shows as it is."""
    import numpy as np

    pixels = image.pixels if image.depth == 8 else (image.pixels >> 8).astype(np.uint8)
    match image.mode:
        case "L":
            return np.repeat(pixels, 3, axis=2)
        case "LA":
            return pixels[..., [0, 0, 0, 1]]
        case "RGBX":
            return pixels[..., :3]
        case _:
            return pixels
