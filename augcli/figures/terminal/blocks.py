"""Show pictures as coloured half blocks, two pixels a character, in any terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from augcli.figures.captions import aligned
from augcli.figures.cells import Cell
from augcli.figures.page import wrap_text
from augcli.figures.rgb import as_rgb, on_checks
from augcli.figures.sheet import Sheet
from augcli.figures.shown_size import shown_size
from augcli.imaging.image import Frame
from augcli.imaging.lazy import Array, np

Colours = Callable[[Array], list[list[str]]]
"""Returns the escape code of each pixel of an RGB picture, as it stands after ``38;``."""

_LEAST = 18  # columns: a picture has room for a caption such as "width-shift +10.5%"
_MOST = 48
_GAP = 2
_SQUARE = 2  # pixels, of the checkerboard behind transparent parts
_UPPER = "▀"
_RESET = "\x1b[0m"
_CUBE = (0, 95, 135, 175, 215, 255)  # the levels of the colours 16 to 231 of xterm


def encode(sheet: Sheet, columns: int, colours: Colours) -> str:
    """Return the text to print to show a sheet in so many columns of a terminal."""
    cells = max(len(section.cells) for section in sheet.sections)
    side_by_side = max(1, min(sheet.columns, cells, (columns + _GAP) // (_LEAST + _GAP)))
    width = min(_MOST, (columns + _GAP) // side_by_side - _GAP)
    drawing = _Drawing(max(1, width), colours)
    lines: list[str] = []
    for section in sheet.sections:
        if section.title:
            lines += [*wrap_text(section.title, columns, _columns), ""]
        for start in range(0, len(section.cells), side_by_side):
            lines += [*drawing.row(section.cells[start : start + side_by_side]), ""]
    return "".join(f"{line}\n" for line in lines)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


@dataclass(frozen=True)
class _Drawing:
    """Draw cells, each ``width`` columns wide."""

    width: int
    colours: Colours

    def row(self, cells: Sequence[Cell]) -> Iterator[str]:
        """Draw cells side by side, and their captions below."""
        pictures = [self._picture(cell) for cell in cells]
        captions = list(self._captions(cells))
        for blocks in (pictures, captions):
            for parts in zip_longest(*blocks, fillvalue=("", 0)):
                padded = (text + " " * (self.width - width) for text, width in parts)
                yield (" " * _GAP).join(padded).rstrip()

    def _captions(self, cells: Sequence[Cell]) -> Iterator[list[tuple[str, int]]]:
        """Yield the lines of each caption; those of the same text begin beside each other."""
        for lines in aligned(cells, self.width, _columns):
            yield [(line, _columns(line)) for line in lines]

    def _picture(self, cell: Cell) -> list[tuple[str, int]]:
        """Return lines of characters, with the number of columns of each."""
        pixels = _reduced(cell, Frame(self.width, self.width))
        rows = self.colours(pixels)
        lower = [*rows[1::2], *([[]] if len(rows) % 2 else [])]
        return [
            (_line(top, bottom), len(top)) for top, bottom in zip(rows[::2], lower, strict=True)
        ]


def _reduced(cell: Cell, box: Frame) -> Array:
    """Return the pixels of a cell in RGB, resized to fit a box."""
    import PIL.Image

    size = shown_size(cell.image.frame, box)
    reduced = as_rgb(cell.image).resize(size, PIL.Image.Resampling.BOX)
    return np.asarray(on_checks(reduced, _SQUARE))


def _line(top: list[str], bottom: list[str]) -> str:
    """Return the characters of two rows of pixels; ``bottom`` is empty in the last line."""
    text, last = "", ("", "")
    for upper, lower in zip_longest(top, bottom, fillvalue=""):
        if upper != last[0]:
            text += f"\x1b[38;{upper}m"
        if lower != last[1]:
            text += f"\x1b[48;{lower}m"
        text, last = text + _UPPER, (upper, lower)
    return text + _RESET


def _true(pixels: Array) -> list[list[str]]:
    return [[f"2;{r};{g};{b}" for r, g, b in row] for row in pixels.tolist()]


def _indexed(pixels: Array) -> list[list[str]]:
    """Return the nearest colour of xterm's palette, of its cube or its grays."""

    levels = np.array(_CUBE)
    steps = np.abs(pixels[..., None] - levels).argmin(axis=-1)
    gray = np.clip(np.rint((pixels.mean(axis=-1) - 8) / 10), 0, 23).astype(int)
    by_cube = np.square(levels[steps] - pixels).sum(axis=-1)
    by_gray = np.square(8 + 10 * gray[..., None] - pixels).sum(axis=-1)
    number = np.where(by_gray < by_cube, 232 + gray, 16 + steps @ np.array([36, 6, 1]))
    return [[f"5;{one}" for one in row] for row in number.tolist()]


COLOURS: dict[bool, Colours] = {True: _true, False: _indexed}
"""How to write colours, by whether the terminal shows 24-bit colour."""
