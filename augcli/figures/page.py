"""Describe a page: which texts and pictures stand where, in pixels."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from augcli.figures.matplotlib_settings import silence
from augcli.imaging.image import Frame, Image
from augcli.text import printable

if TYPE_CHECKING:
    from augcli.figures.letters import Letter

DPI = 120
LINE = 17  # pixels from one line of text to the next
BASELINE = 13  # pixels from the top of a line to its baseline

_ENDING = r"\.\w{1,5}['\"]?$"
_SEPARATOR = r"[/\\_\-,=]"
_TOKEN = re.compile(
    rf"{_ENDING}|(?:(?!{_ENDING}|{_SEPARATOR}).)+{_SEPARATOR}*|{_SEPARATOR}+", re.DOTALL
)
_INDENT = "  "
# Marks, joiners, variation selectors and skin tones belong to the character in front of them.
_MARKS = "\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_CHARACTER = re.compile(rf".(?:[{_MARKS}]|(?<=\u200d).)*", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A line of text; ``x`` and ``y`` are its left end and its top, in pixels."""

    line: str
    x: int
    y: int
    bold: bool = False
    faint: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture, its top left corner, and the size to show it at, in pixels."""

    image: Image
    x: int
    y: int
    size: Frame


@dataclass(frozen=True)
class Page:
    """The texts and pictures on a white page; ``size`` is in pixels."""

    size: Frame
    texts: list[Text]
    pictures: list[Picture]


def text_width(text: str, *, bold: bool = False) -> float:
    """Return the width of a line of text on a page, in pixels."""
    letter = _letter()
    return sum(letter(character, bold, DPI).advance for character in text)


@cache
def _letter() -> Callable[[str, bool, float], Letter]:
    with silence():  # the layout comes before the drawing, so it is what imports matplotlib
        from augcli.figures.letters import letter
    return letter


def wrap(
    pieces: Sequence[str], joint: str, room: float, width: Callable[[str], float] = text_width
) -> list[str]:
    """Join pieces into as few lines as fit into ``room``, and cut only pieces wider than that.

    ``width`` measures a text in the unit of ``room``.
    """
    lines: list[str] = []
    for piece in (part for whole in pieces for part in _cut(printable(whole), room, width)):
        longer = f"{lines[-1]}{joint}{piece}" if lines else piece
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def wrap_text(text: str, room: float, width: Callable[[str], float] = text_width) -> list[str]:
    """Wrap a text at spaces, and long words within; further lines are indented."""
    if width(printable(text)) <= room:
        return [printable(text)]
    first, *others = wrap(text.split(" "), " ", room - width(_INDENT), width)
    return [first, *(f"{_INDENT}{other}" for other in others)]


def _cut(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Cut a text into parts no wider than a room: after separators, before a file's ending.

    Where no separator helps it is cut anywhere, but not before characters that combine with the
    one in front of them.
    """
    if width(text) <= room:
        return [text]
    parts = [""]
    *tokens, word, ending = ["", "", *_TOKEN.findall(text)]
    joined = [f"{word}{ending}"] if width(f"{word}{ending}") <= room else [word, ending]
    for token in (*tokens, *joined):
        units = [token] if width(token) <= room else _CHARACTER.findall(token)
        for unit in units:
            if parts[-1] and width(parts[-1] + unit) > room:
                parts.append("")
            parts[-1] += unit
    return parts
