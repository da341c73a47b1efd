"""Stretch 16-bit pictures for a figure to the levels that the originals have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from augcli.figures.cells import Section
from augcli.figures.sheet import Sheet
from augcli.imaging.image import Image
from augcli.imaging.lazy import Array, np

_LEVELS = 1 << 16
_HOT = 10_000  # one pixel of so many may be hot or dead


@dataclass(frozen=True)
class Stretch:
    """The levels from ``low`` to ``high`` of 16-bit pictures, shown from black to white."""

    low: int
    high: int

    @classmethod
    def of(cls, originals: Iterable[Image]) -> Self | None:
        """Return the stretch for the 16-bit pictures among some; None if there are none.

        It goes from the lowest to the highest level that can be seen. Where a 10,000th of the
        pixels at each end takes more than half of that range, they don't count: they are hot.
        """
        counts = sum(
            (_counts(image) for image in originals if image.depth == 16), start=np.zeros(1)
        )
        if not counts.any():
            return None
        whole, most = _without(counts, 0), _without(counts, int(counts.sum()) // _HOT)
        low, high = most if 2 * (most[1] - most[0]) < whole[1] - whole[0] else whole
        return cls(low, high) if low < high else cls(0, _LEVELS - 1)

    def __str__(self) -> str:
        return f"16-bit, shown from {self.low} to {self.high}"

    def section(self, one: Section) -> Section:
        """Return a section with its 16-bit pictures in 8 bits, as they are shown."""
        cells = tuple(replace(cell, image=self.shown(cell.image)) for cell in one.cells)
        return replace(one, cells=cells)

    def shown(self, image: Image) -> Image:
        """Return a picture in 8 bits, stretched if it has 16."""
        if image.depth == 8:
            return image
        parts = (np.arange(_LEVELS) - self.low) / (self.high - self.low)
        table = np.rint(parts.clip(0, 1) * 255).astype(np.uint8)
        pixels = table[image.pixels]
        if image.has_alpha:
            pixels[..., -1] = image.pixels[..., -1] >> 8
        return image.with_pixels(pixels)


def shown_in_8_bits(sheet: Sheet, originals: Iterable[Image]) -> Sheet:
    """Return a sheet with all its 16-bit pictures stretched alike, and the levels as a fact."""
    stretch = Stretch.of(originals)
    if stretch is None:
        return sheet
    sections = [stretch.section(one) for one in sheet.sections]
    return replace(sheet, facts=(*sheet.facts, str(stretch)), sections=sections)


def _without(counts: Array, cut: int) -> tuple[int, int]:
    """Return the lowest and the highest level after cutting off so many levels at each end."""
    up_to = counts.cumsum()
    return int(np.argmax(up_to > cut)), int(np.argmax(up_to >= up_to[-1] - cut))


def _counts(image: Image) -> Array:
    """Return how often each level occurs in the colours that can be seen."""
    colours = image.pixels
    if image.has_alpha:
        colours = colours[colours[..., -1] > 0][:, :-1]
    counts: Array = np.bincount(colours.ravel(), minlength=_LEVELS)
    return counts
