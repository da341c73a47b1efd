"""Draw the pictures of the golden list, by whole numbers alone: the same on every processor."""

from __future__ import annotations

from functools import cache

from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.lazy import Array, np

CHANNELS: dict[Mode, int] = {"L": 1, "LA": 2, "RGB": 3, "RGBX": 4, "RGBA": 4}
_SEEN_FROM, _OPAQUE_FROM = 6_000, 40_000  # levels of the wave that alpha is made from


@cache
def picture(mode: Mode, depth: int, frame: Frame) -> Image:
    """Return waves with grain: smooth and rough parts, black, white, and every level between.

    Alpha, where the mode has it, has clear, half clear and opaque parts.
    """
    planes = [_plane(number, frame) for number in range(CHANNELS[mode])]
    if mode in ("LA", "RGBA"):
        wave = (planes[-1].clip(_SEEN_FROM, _OPAQUE_FROM) - _SEEN_FROM) * 65535
        planes[-1] = wave // (_OPAQUE_FROM - _SEEN_FROM)
    levels = np.dstack(planes)
    pixels = (levels >> 8).astype(np.uint8) if depth == 8 else levels.astype(np.uint16)
    pixels.flags.writeable = False
    return Image(pixels, mode)


def _plane(number: int, frame: Frame) -> Array:
    """Return one channel: int64 of shape (height, width), 0 to 65535."""
    x = np.arange(frame.width, dtype=np.int64)
    y = np.arange(frame.height, dtype=np.int64)[:, np.newaxis]
    wide = _wave(x * (900 + 333 * number) + y * 700) + _wave(y * (2100 - 400 * number) - x * 500)
    grain = (x * 40_503 + y * 30_011 + x * y * 9_973 + number * 7_919) % 8_209
    # Steeper than the range, so that some of it is black and some white.
    levels: Array = ((wide * 5 // 8) - 8_000 + grain).clip(0, 65_535)
    return levels


def _wave(turn: Array) -> Array:
    """Return a triangle wave, 0 to 65535 and back, once in 131,072."""
    return 65_535 - abs(turn % 131_072 - 65_536).clip(1)
