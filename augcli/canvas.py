"""A decoded source made ready for its copies: how its frame meets the size that is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

from augcli.image import Frame, Image
from augcli.kinds import Effect, Field, Homography

Fit = Literal["stretch", "cover", "contain"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Canvas:
    """What the copies of one source are made from.

    ``size`` is that of the copies, None for the source's own; ``fit`` says how they meet.
    """

    image: Image
    size: Frame | None = None
    fit: Fit = "stretch"
    _averaged: dict[Frame, Image] = field(default_factory=dict)

    def leave(self, frame: Frame) -> Homography | None:
        """Give what maps the output size onto the frame that the geometry of a copy ends with."""
        if self.size is None:
            return None
        return Homography.scale(*_scale(frame, self.size, self.fit), self.size)

    def sampled_by(self, geometry: Homography | Field) -> tuple[Image, Effect]:
        """Give what to sample, and how, for a copy whose whole geometry is given.

        Where an output pixel of another size spans two pixels of the source or more, the source is
        first averaged over them: to sample it at one point would leave the rest out (aliasing).
        """
        straight = geometry.homographies if isinstance(geometry, Field) else geometry
        (a, b, _), (d, e, _), _ = straight.matrix
        x, y = max(1, int(math.hypot(a, b))), max(1, int(math.hypot(d, e)))
        if self.size is None or x == y == 1:
            return self.image, geometry
        width, height = self.image.frame
        frame = Frame(max(1, round(width / x)), max(1, round(height / y)))
        if frame not in self._averaged:
            self._averaged[frame] = _average(self.image, frame)
        onto = Homography.scale(frame.width / width, frame.height / height, self.image.frame)
        return self._averaged[frame], onto.then(geometry) or geometry


def contained(frame: Frame, box: Frame) -> Frame:
    """Give the largest frame of the same proportions, of at least a pixel, that fits a box."""
    scale = min(box.width / frame.width, box.height / frame.height)
    return Frame(max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))


def _scale(frame: Frame, size: Frame, fit: Fit) -> tuple[float, float]:
    """Give how many pixels of the source a pixel of the output spans, in x and y."""
    x, y = frame.width / size.width, frame.height / size.height
    match fit:
        case "cover":
            return min(x, y), min(x, y)
        case "contain":
            return max(x, y), max(x, y)
        case _:
            return x, y


def _average(image: Image, frame: Frame) -> Image:
    import cv2

    pixels = cv2.resize(image.pixels, frame, interpolation=cv2.INTER_AREA)
    return image.with_pixels(pixels.reshape(frame.height, frame.width, -1))
