"""The picture as it goes through the pipeline: an array, and what must survive with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from augcli.imaging.lazy import Array

Mode = Literal["L", "LA", "RGB", "RGBX", "RGBA"]
"""Pillow's names. RGBX is RGB with a fourth channel that means nothing: OpenCV warps four
channels faster than three, and the JPEG codec reads and writes them as they are."""


class Frame(NamedTuple):
    """The size of a picture, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Image:
    """A decoded picture, upright.

    ``pixels`` has shape (height, width, channels), channels as ``mode`` says, and dtype uint8
    or uint16. ``icc`` is its colour profile. ``changes`` tells what the file held and the picture
    can't, in words for people.
    """

    pixels: Array
    mode: Mode
    icc: bytes | None = None
    changes: tuple[str, ...] = ()

    def with_pixels(self, pixels: Array) -> Image:
        """Return the picture with other pixels of the same mode."""
        return Image(pixels, self.mode, self.icc, self.changes)

    @property
    def frame(self) -> Frame:
        """The size in pixels."""
        height, width = self.pixels.shape[:2]
        return Frame(width, height)

    @property
    def depth(self) -> int:
        """Bits per channel: 8 or 16."""
        return 8 * int(self.pixels.dtype.itemsize)

    @property
    def top(self) -> int:
        """The highest level: 255 or 65535."""
        return (1 << self.depth) - 1

    @property
    def is_gray(self) -> bool:
        """Whether it has levels of gray instead of three colours."""
        return self.mode in ("L", "LA")

    @property
    def has_alpha(self) -> bool:
        """Whether the last channel is opacity."""
        return self.mode in ("LA", "RGBA")
