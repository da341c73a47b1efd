"""Show a sheet in the terminal, by a protocol that it understands."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from augcli.figures.sheet import Sheet
from augcli.figures.terminal.capabilities import Terminal

if TYPE_CHECKING:
    import PIL.Image


WAYS = {
    "kitty": "the kitty graphics protocol (kitty, Ghostty)",
    "iterm2": "inline images of iTerm2 (WezTerm and mintty know them too)",
    "sixel": "DEC's sixels, in 256 colours (foot, mlterm, and xterm -ti vt340)",
    "blocks": "half blocks in colour, with the captions as text",
}
"""The ways to show a picture by their names; each has a module with ``encode``."""


def show(sheet: Sheet, way: str, terminal: Terminal) -> str:
    """Return the text to print to show a sheet, no wider than the terminal. Raises KeyError."""
    if way == "blocks":
        from augcli.figures.terminal import blocks

        return blocks.encode(sheet, terminal.columns, blocks.COLOURS[terminal.has_true_colour])
    if way not in WAYS:
        raise KeyError(way)
    protocol = importlib.import_module(f"augcli.figures.terminal.{way}")
    text: str = protocol.encode(_drawn(sheet, terminal.width))
    return f"{text}\n"


def _drawn(sheet: Sheet, width: int | None) -> PIL.Image.Image:
    import PIL.Image

    from augcli.figures.draw import render

    picture = render(sheet.figure())
    if width is None or picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), PIL.Image.Resampling.LANCZOS)
