"""Encode a picture as an inline image of iTerm2: a PNG in base64.

Source: https://iterm2.com/documentation-images.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from augcli.figures.terminal import png

if TYPE_CHECKING:
    import PIL.Image


def encode(picture: PIL.Image.Image) -> str:
    """Return the text to print to show a picture."""
    data, size = png.encode(picture)
    # Pixels of the picture are pixels of the screen: it has been made to fit.
    return f"\x1b]1337;File=inline=1;size={size};width={picture.width}px;height=auto:{data}\a"
