"""Load the letters of a page from matplotlib's font, each once: outline and width.

This module imports matplotlib: import it inside functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

from augcli.imaging.lazy import Array

_POINTS = 8  # the size of all texts

FONTS = {
    bold: FontProperties(family="DejaVu Sans", size=_POINTS, weight="bold" if bold else "normal")
    for bold in (False, True)
}
"""The fonts of a page, by whether they are bold. DejaVu Sans comes with matplotlib."""


@dataclass(frozen=True)
class Letter:
    """The outline of a letter as the vertices and codes of a path; all lengths are in pixels."""

    vertices: Array
    codes: Array
    advance: float
    top: float
    bottom: float


@cache
def letter(character: str, bold: bool, dpi: float) -> Letter:
    """Load a letter; a box if the font lacks it."""
    font = get_font(findfont(FONTS[bold]))
    font.set_size(_POINTS, dpi)
    # Light hinting puts horizontal strokes on whole pixels and leaves the widths alone: a text is
    # as wide in a PNG as in an SVG.
    glyph = font.load_glyph(font.get_char_index(ord(character)), flags=LoadFlags.TARGET_LIGHT)
    vertices, codes = font.get_path()
    _, bottom, _, top = (side / 64 for side in glyph.bbox)
    return Letter(vertices, codes, glyph.linearHoriAdvance / 65536, top, bottom)
