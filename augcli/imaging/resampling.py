"""Settings of resampling: interpolation, fill mode, fill value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from augcli.errors import BadValue
from augcli.imaging.image import Mode

FillMode = Literal["nearest", "reflect", "wrap", "constant"]
Interpolation = Literal["nearest", "bilinear", "bicubic", "lanczos"]
FILL_MODES: tuple[FillMode, ...] = get_args(FillMode)
INTERPOLATIONS: tuple[Interpolation, ...] = get_args(Interpolation)

_LEVEL = re.compile(r"\d+(\.\d*)?", re.ASCII)
_COLOURS = "write one level N, or a colour R,G,B or R,G,B,A, or a name such as red"
_CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBX": 4, "RGBA": 4}


@dataclass(frozen=True)
class Resampling:
    """How a picture is sampled between its pixels and beyond its edges.

    ``fill_value`` holds levels 0..255: one for every channel, or R,G,B, or R,G,B,A.
    """

    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "nearest"
    fill_value: tuple[float, ...] = (0.0,)

    def fill(self, mode: Mode) -> tuple[float, ...]:
        """Return the fill level of each channel of ``mode``, in 0..255.

        One number fills every channel, alpha too. A colour without alpha is opaque; on gray it
        becomes its luma (ITU-R BT.601).
        """
        if len(self.fill_value) == 1:
            return self.fill_value * _CHANNELS[mode]
        red, green, blue, *rest = self.fill_value
        alpha = rest[0] if rest else 255.0
        if mode in ("L", "LA"):
            luma = 0.299 * red + 0.587 * green + 0.114 * blue
            return (luma, alpha)[: _CHANNELS[mode]]
        return (red, green, blue, alpha)[: _CHANNELS[mode]]


def parse_fill_value(text: str) -> tuple[float, ...]:
    """Read a level ``N``, ``R,G,B`` or ``R,G,B,A``, each 0 to 255, or a colour that has a name.

    Colours are those of Pillow (``red``, ``#f00``, ``rgb(255,0,0)``), and ``transparent``.

    Raises:
        BadValue: the text is none of these.
    """
    parts = [part for part in re.split(r"[\s,;]+", text.strip("[(){}] '\"")) if part]
    if any(re.search(r"[^\d.]", part, re.ASCII) for part in parts):
        levels = _colour(text.strip("'\" "))
    elif len(parts) in (1, 3, 4) and all(map(_LEVEL.fullmatch, parts)):
        levels = tuple(map(float, parts))
    else:
        raise BadValue(_COLOURS)
    if max(levels) > 255:
        raise BadValue("a level is 0 to 255")
    return levels


def _colour(text: str) -> tuple[float, ...]:
    from PIL import ImageColor  # most commands need no colours

    if text.lower() == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    try:
        return tuple(map(float, ImageColor.getrgb(text)))
    except ValueError as error:
        raise BadValue(_COLOURS, f"#{text}") from error
