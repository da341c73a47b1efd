"""A decoded source, and how it fits the size of its copies."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

from augcli.catalogue.effects import Effect, Field, Homography
from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.pyramid import halve

Fit = Literal["stretch", "cover", "contain"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Canvas:
    """The picture that all copies of one source are made from.

    ``size`` is the size of the copies in pixels, None for the source's own. ``fit`` says how a
    source of other proportions meets it.
    """

    image: Image
    size: Frame | None = None
    fit: Fit = "stretch"
    _halves: dict[tuple[int, int], Image] = field(default_factory=dict)

    def fit_homography(self, frame: Frame) -> Homography | None:
        """Return the map from points of the output to ``frame``, where the geometry of a copy ends.

        None if the copy keeps the size of that frame.
        """
        if self.size is None:
            return None
        return Homography.scale(*_scale(frame, self.size, self.fit), self.size)

    def prefiltered_for(self, geometry: Homography | Field) -> tuple[Image, Effect]:
        """Return the picture to sample for a copy, and its geometry on that picture.

        If an output pixel spans two or more pixels of the source, the source is halved first, as
        often as needed. Sampling it at one point would leave pixels out (aliasing). Halving
        averages pairs of pixels, as in the pyramids of Williams, 1983.
        """
        if self.size is None:
            return self.image, geometry
        straight = geometry.homographies if isinstance(geometry, Field) else geometry
        (a, b, _), (d, e, _), _ = straight.matrix
        across, down = _halvings(math.hypot(a, b)), _halvings(math.hypot(d, e))
        if not (across or down):
            return self.image, geometry
        onto = _onto_half(self.image.frame, 1 << across, 1 << down)
        return self._halved(across, down), onto.then(geometry) or geometry

    def _halved(self, across: int, down: int) -> Image:
        """Return the source with its width and height halved so many times."""
        if not (across or down):
            return self.image
        if (across, down) not in self._halves:
            # Both sides together as often as possible: averaging four pixels takes a third of the
            # time that averaging two takes.
            wide, high = across >= down, down >= across
            larger = self._halved(across - wide, down - high)
            pixels = halve(larger.pixels, across=wide, down=high)
            self._halves[across, down] = larger.with_pixels(pixels)
        return self._halves[across, down]


def _halvings(span: float) -> int:
    """Return how often to halve a span of pixels until it is less than two."""
    return max(0, int(math.log2(span))) if span > 0 else 0


def _onto_half(frame: Frame, x: int, y: int) -> Homography:
    """Return the map from a frame to its picture of averages of ``x`` by ``y`` pixels.

    The last average of a row or column may reach beyond the frame.
    """
    beyond = -frame.width % x, -frame.height % y
    aside = -beyond[0] / (2 * x), -beyond[1] / (2 * y)
    return Homography(((1 / x, 0.0, aside[0]), (0.0, 1 / y, aside[1]), (0.0, 0.0, 1.0)), frame)


def contained(frame: Frame, box: Frame) -> Frame:
    """Return the largest frame of the same proportions that fits a box, at least 1x1 pixels."""
    scale = min(box.width / frame.width, box.height / frame.height)
    return Frame(max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))


def _scale(frame: Frame, size: Frame, fit: Fit) -> tuple[float, float]:
    """Return how many pixels of ``frame`` a pixel of the output spans, in x and y."""
    x, y = frame.width / size.width, frame.height / size.height
    match fit:
        case "cover":
            return min(x, y), min(x, y)
        case "contain":
            return max(x, y), max(x, y)
        case _:
            return x, y
