"""A page: which texts and pictures stand where, whatever draws it."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from augcli.imaging.image import Frame, Image
from augcli.text import printable

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont


DPI = 120
POINTS = 8
LINE = 17  # pixels from one line of text to the next
BASELINE = 13  # pixels from the top of a line down to what its letters stand on
_FINE = 16  # times the size at which the steps of hinting no longer matter


@dataclass(frozen=True)
class Text:
    """A line of text, ``x`` and ``y`` being the pixels to its left end and its top."""

    line: str
    x: int
    y: int
    bold: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture, its top left corner, and the size to show it at, in pixels."""

    image: Image
    x: int
    y: int
    size: Frame


@dataclass(frozen=True)
class Page:
    """What stands on a white page of a size in pixels."""

    size: Frame
    texts: list[Text]
    pictures: list[Picture]


@dataclass(frozen=True)
class Letters:
    """The letters of the page, and how wide they are."""

    bold: bool = False

    @cached_property
    def font(self) -> FreeTypeFont:
        return self._sized(1)

    @cached_property
    def _fine_font(self) -> FreeTypeFont:
        return self._sized(_FINE)

    def _sized(self, times: int) -> FreeTypeFont:
        from PIL import ImageFont

        # The one that comes with matplotlib, without importing that: it takes a second.
        spec: Any = importlib.util.find_spec("matplotlib")
        name = "DejaVuSans-Bold.ttf" if self.bold else "DejaVuSans.ttf"
        path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name
        size = POINTS / 72 * DPI * times
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)

    @cached_property
    def _widths(self) -> dict[str, float]:
        return {}

    def width(self, text: str) -> float:
        """Return the room that a text needs in pixels, drawn with hinting or without."""
        for character in set(text) - self._widths.keys():
            fine = self._fine_font.getlength(character) / _FINE
            self._widths[character] = max(self.font.getlength(character), fine)
        return sum(self._widths[character] for character in text)

    def wrap(self, pieces: tuple[str, ...] | list[str], joint: str, room: int) -> list[str]:
        """Put pieces on as few lines as have room, cutting only what is too long by itself."""
        lines: list[str] = []
        for piece in (part for whole in pieces for part in self._cut(printable(whole), room)):
            longer = f"{lines[-1]}{joint}{piece}" if lines else piece
            if lines and self.width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
        return lines

    def _cut(self, text: str, room: int) -> list[str]:
        if self.width(text) <= room:
            return [text]
        parts = [""]
        for character in text:
            if self.width(parts[-1] + character) > room:
                parts.append("")
            parts[-1] += character
        return parts


@cache
def letters(*, bold: bool = False) -> Letters:
    """Return the letters of the page, which remember how wide they are."""
    return Letters(bold)
