"""A decoded source made ready for its copies: how its frame meets the size that is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal, Self, get_args

from augcli.image import Frame, Image
from augcli.kinds import Homography

Fit = Literal["stretch", "cover", "contain"]
FITS: tuple[Fit, ...] = get_args(Fit)


@dataclass(frozen=True)
class Canvas:
    """What the copies of one source are made from.

    ``leave`` maps another output size onto the frame of the source, and joins the geometry of
    each copy.
    """

    image: Image
    leave: Homography | None = None
    _averaged: dict[Frame, Image] = field(default_factory=dict)

    @classmethod
    def of(cls, image: Image, size: Frame | None = None, fit: Fit = "stretch") -> Self:
        """Prepare a picture for copies of ``size``, or of its own size."""
        if size is None:
            return cls(image)
        return cls(image, Homography.scale(*_scale(image.frame, size, fit), size))

    def sampled_by(self, geometry: Homography) -> tuple[Image, Homography]:
        """Give what to sample, and how, for a copy of another size whose whole geometry is given.

        Where an output pixel spans two pixels of the source or more, the source is first averaged
        over them: to sample it at one point would leave the rest out (aliasing).
        """
        (a, b, _), (d, e, _), _ = geometry.matrix
        x, y = max(1, int(math.hypot(a, b))), max(1, int(math.hypot(d, e)))
        if self.leave is None or x == y == 1:
            return self.image, geometry
        width, height = self.image.frame
        frame = Frame(max(1, round(width / x)), max(1, round(height / y)))
        if frame not in self._averaged:
            self._averaged[frame] = _average(self.image, frame)
        onto = Homography.scale(frame.width / width, frame.height / height, self.image.frame)
        return self._averaged[frame], onto.then(geometry)


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
    return replace(image, pixels=pixels.reshape(frame.height, frame.width, -1))
