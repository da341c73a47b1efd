"""DEC's sixels: strips six pixels high, a line of characters for each colour in a strip.

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
# Shorter ones are as short when written out. Most are of nothing, which is faster to look for.
_RUN = re.compile(rb"\?{4,}|([^?])\1{3,}")


def encode(picture: PIL.Image.Image) -> str:
    """Return what to print to show a picture, in as many colours as sixels have."""
    import PIL.Image

    # Dots of two colours look like the one between them, and hide that the palette was made in a
    # twentieth of the time that the best one takes.
    palette_of = picture.quantize(_COLOURS, PIL.Image.Quantize.FASTOCTREE)
    reduced = picture.quantize(palette=palette_of, dither=PIL.Image.Dither.FLOYDSTEINBERG)
    palette = np.array(reduced.getpalette("RGB"), np.int64).reshape(-1, 3)
    percent = np.rint(palette * (100 / 255)).astype(int).tolist()
    colours = "".join(f"#{n};2;{r};{g};{b}" for n, (r, g, b) in enumerate(percent))
    bands = "-".join(_bands(np.asarray(reduced)))
    # Square pixels, and the size; what no sixel covers is left as it is.
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
