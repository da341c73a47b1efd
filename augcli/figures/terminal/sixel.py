"""Encode a picture as DEC sixels: strips six pixels high.

Source: https://vt100.net/docs/vt3xx-gp/chapter14.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from augcli.imaging.lazy import Array, np

if TYPE_CHECKING:
    import PIL.Image


_COLOURS = 256
_BAND = 6  # pixels
_NOTHING = b"?"  # the character for six pixels of which none has the colour
# Shorter runs are as short when written out. Empty runs come first as they are most frequent.
_RUN = re.compile(rb"\?{4,}|([^?])\1{3,}")


def encode(picture: PIL.Image.Image) -> str:
    """Return the text to print to show a picture, in 256 colours."""
    import PIL.Image

    # FASTOCTREE takes a twentieth of the time of the best palette, and dithering hides the
    # difference.
    palette_of = picture.quantize(_COLOURS, PIL.Image.Quantize.FASTOCTREE)
    reduced = picture.quantize(palette=palette_of, dither=PIL.Image.Dither.FLOYDSTEINBERG)
    palette = np.array(reduced.getpalette("RGB"), np.int64).reshape(-1, 3)
    percent = np.rint(palette * (100 / 255)).astype(int).tolist()
    colours = "".join(f"#{n};2;{r};{g};{b}" for n, (r, g, b) in enumerate(percent))
    bands = "-".join(_bands(np.asarray(reduced)))
    # 1;1 is square pixels, then the size. Pixels that no sixel covers keep their colour.
    return f'\x1bP0;1q"1;1;{picture.width};{picture.height}{colours}{bands}\x1b\\'


def _bands(pixels: Array) -> Iterator[str]:

    across = np.arange(pixels.shape[1])
    for top in range(0, len(pixels), _BAND):
        band = pixels[top : top + _BAND]
        colours, which = np.unique(band, return_inverse=True)
        lines = np.full((len(colours), len(across)), ord(_NOTHING), np.uint8)
        for row, ranks in enumerate(which.reshape(band.shape)):
            lines[ranks, across] += np.uint8(1 << row)
        written = zip(colours.tolist(), lines, strict=True)
        yield "$".join(f"#{colour}{_shortened(line.tobytes())}" for colour, line in written)


def _shortened(line: bytes) -> str:
    return _RUN.sub(_counted, line.rstrip(_NOTHING)).decode()


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(run[0]), run[0][:1])
