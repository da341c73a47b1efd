"""Encode a picture for the kitty graphics protocol: a PNG in base64, in pieces.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from augcli.figures.terminal import png

if TYPE_CHECKING:
    import PIL.Image


_CHUNK = 4096  # characters, the most that one escape may carry
_SHOW_PNG = "a=T,f=100,"
# The shell would read an answer as typed text.
_SILENTLY = "q=2"


def encode(picture: PIL.Image.Image) -> str:
    """Return the text to print to show a picture."""
    data, _ = png.encode(picture)
    starts = range(0, len(data), _CHUNK)
    return "".join(
        f"\x1b_G{'' if start else _SHOW_PNG}{_SILENTLY},m={int(start != starts[-1])};"
        f"{data[start : start + _CHUNK]}\x1b\\"
        for start in starts
    )
