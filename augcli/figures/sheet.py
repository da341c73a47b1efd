"""Lay out captioned pictures in columns and sections, on a page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from augcli.figures import draw
from augcli.figures.captions import aligned
from augcli.figures.cells import NOT_RUN, Cell, Section
from augcli.figures.page import LINE, Page, Picture, Text, text_width, wrap, wrap_text
from augcli.figures.shown_size import shown_size
from augcli.imaging.image import Frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (*draw.LONGEST, *draw.VECTOR)

_CELL = 300  # pixels: the side of a square picture's cell in a small grid
_SMALLEST = 160
_ALL = 2400  # pixels: about the width of all pictures of a large grid together
FACTS_JOINT = " · "
_GAP = 16
_CLOSE = 8  # pixels between a picture and its caption


def cell_size(columns: int, lines: int, frame: Frame) -> Frame:
    """Return the largest size for pictures of a frame in a grid: smaller in a large grid."""
    side = max(_SMALLEST, min(_CELL, _ALL // max(columns, lines)))
    # A long, narrow picture gets a cell of at most 3:1, or the whole grid would be a strip.
    stretch = math.sqrt(min(3.0, max(1 / 3, frame.width / frame.height)))
    return shown_size(frame, Frame(round(side * stretch), round(side / stretch)))


def columns_for(columns: int, count: int, frame: Frame) -> int:
    """Return in how many columns to show so many pictures of a frame, if nobody chose.

    Tall pictures stand in up to twice as many, or the figure would be a tower.
    """
    if frame.height < 2 * frame.width:
        return columns
    rows = math.ceil(count / (2 * columns))
    return math.ceil(count / rows)


@dataclass(frozen=True)
class Sheet:
    """A title and facts over sections of cells, at most ``columns`` of them side by side.

    ``cell_size`` is the largest size of a picture, and ``caption`` the smallest width of a caption,
    in pixels.
    """

    title: str
    sections: Sequence[Section]
    columns: int
    cell_size: Frame
    caption: int = 200
    facts: tuple[str, ...] = ()

    def page(self) -> Page:
        """Return the page: texts are wrapped to their width, pictures keep their proportions."""
        page = Page(Frame(self._width, 0), [], [])
        room = self._width - 2 * _GAP
        title, facts = wrap_text(self.title, room), wrap(self.facts, FACTS_JOINT, room)
        page.texts.extend(_texts(title, _GAP, _GAP))
        y = _GAP + len(title) * LINE
        page.texts.extend(replace(text, faint=True) for text in _texts(facts, _GAP, y))
        y += len(facts) * LINE + _GAP
        for band in self._bands:
            y = self._put(page, band, y)
        return Page(Frame(self._width, y), page.texts, page.pictures)

    def figure(self) -> Figure:
        """Draw the page as a figure, which a notebook shows and a person can add to."""
        return draw.draw_page(self.page())

    @cached_property
    def _bands(self) -> list[list[Section]]:
        """Short sections side by side as far as they fit; long ones on several lines."""
        bands: list[list[Section]] = []
        cell_size = 0
        for section in self.sections:
            lines = list(self._lines(section))
            if len(lines) == 1 and len(section.cells) <= cell_size:
                bands[-1].append(section)
            else:
                bands.extend([line] for line in lines)
                cell_size = self.columns if len(lines) == 1 else 0
            cell_size -= len(section.cells)
        return bands

    def _lines(self, section: Section) -> Iterator[Section]:
        for start in range(0, len(section.cells), self.columns):
            cells = section.cells[start : start + self.columns]
            yield replace(section, title="" if start else section.title, cells=cells)

    @cached_property
    def _box(self) -> Frame:
        """The largest width and the largest height among the pictures."""
        shown = [self._shown(cell) for section in self.sections for cell in section.cells]
        return Frame(max(size.width for size in shown), max(size.height for size in shown))

    @property
    def _cell_width(self) -> int:
        return max(self._box.width, self.caption)

    @cached_property
    def _width(self) -> int:
        columns = max(sum(len(section.cells) for section in band) for band in self._bands)
        return self._of_cells(columns) + 2 * _GAP

    def _of_cells(self, count: int) -> int:
        """Return the width of cells side by side."""
        return count * (self._cell_width + _GAP) - _GAP

    def _shown(self, cell: Cell) -> Frame:
        return shown_size(cell.image.frame, self.cell_size)

    def _put(self, page: Page, band: list[Section], y: int) -> int:
        """Put sections side by side, and return the top of the next ones."""
        heads = [self._head(section) for section in band]
        top = y + max(map(len, heads)) * LINE + (_CLOSE if any(heads) else 0)
        cells = [cell for section in band for cell in section.cells]
        under = top + max(self._shown(cell).height for cell in cells)
        left = _GAP
        for section, head in zip(band, heads, strict=True):
            page.texts.extend(_texts(head, left, y, bold=True))
            left += self._of_cells(len(section.cells)) + _GAP
        captions = aligned(cells, self._cell_width)
        for number, (cell, lines) in enumerate(zip(cells, captions, strict=True)):
            size = self._shown(cell)
            left = _GAP + number * (self._cell_width + _GAP)
            page.pictures.append(Picture(cell.image, left, under - size.height, size))
            page.texts.extend(_texts(lines, left, under + _CLOSE))
        bottom = under + _CLOSE + max(map(len, captions)) * LINE
        return bottom + _GAP + (_CLOSE if any(heads) else 0)

    def _head(self, section: Section) -> list[str]:
        if not section.title:
            return []
        width = self._of_cells(len(section.cells))
        return wrap(section.title.split(" "), " ", width, partial(text_width, bold=True))


def _texts(lines: list[str], x: int, y: int, *, bold: bool = False) -> Iterator[Text]:
    for number, line in enumerate(lines):
        if line:
            yield Text(line, x, y + number * LINE, bold, faint=line.endswith(NOT_RUN))


def encode(sheet: Sheet, ending: str) -> bytes:
    """Draw a sheet, and return it as a file of the format that an ending names.

    The same sheet gives the same bytes.

    Raises:
        UsageProblem: the page is too large for the format.
    """
    return draw.encode(sheet.page(), ending)
