"""A picture in memory: pixels, mode, colour profile, and what decoding changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from augcli.imaging.lazy import Array

Mode = Literal["L", "LA", "RGB", "RGBX", "RGBA"]
"""The names of Pillow. RGBX is RGB with an unused fourth channel: OpenCV warps four channels faster
than three, and the JPEG codec reads and writes four as they are."""

Subsampling = Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]
"""How a JPEG stores colours: each pixel its own, or one for two or four pixels."""


class Frame(NamedTuple):
    """The size of a picture, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Image:
    """A decoded picture, upright.

    ``pixels`` has shape (height, width, channels) and dtype uint8 or uint16; ``mode`` names the
    channels. ``icc`` is the colour profile. ``changes`` lists, in words for people, what the file
    held and the picture can't hold. ``subsampling`` is that of the JPEG that it was read from.
    ``turned`` tells that decoding has set it upright.
    """

    pixels: Array
    mode: Mode
    icc: bytes | None = None
    changes: tuple[str, ...] = ()
    subsampling: Subsampling | None = None
    turned: bool = False

    def with_pixels(self, pixels: Array, mode: Mode | None = None) -> Image:
        """Return the picture with other pixels, of the same mode if no other is given."""
        # Not by dataclasses.replace, which takes four times as long.
        mode = mode or self.mode
        return Image(pixels, mode, self.icc, self.changes, self.subsampling, self.turned)

    @property
    def frame(self) -> Frame:
        """The size in pixels."""
        shape = self.pixels.shape
        return Frame(shape[1], shape[0])

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
