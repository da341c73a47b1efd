"""Effects that move pixels: any number of them in a row is one resampling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import Self

from augcli.catalogue.effects.effect import Effect
from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.matrix import IDENTITY, Bend, Matrix, product
from augcli.imaging.kernels.warp import bend, warp
from augcli.imaging.resampling import Resampling


@dataclass(frozen=True)
class Homography(Effect):
    """A 3x3 matrix that maps each output point to the source point it shows.

    Points are homogeneous, in pixels from the centre of their frame, x to the right and y down.
    ``frame`` is the size of the output; None keeps the size of the source.
    """

    matrix: Matrix
    frame: Frame | None = None

    @classmethod
    def linear(cls, xx: float, xy: float, yx: float, yy: float, frame: Frame | None = None) -> Self:
        """Return the map of (x, y) to (xx·x + xy·y, yx·x + yy·y)."""
        return cls(((xx, xy, 0.0), (yx, yy, 0.0), (0.0, 0.0, 1.0)), frame)

    @classmethod
    def scale(cls, x: float, y: float, frame: Frame) -> Self:
        """Return the map that shows x times the width and y times the height of a frame."""
        return cls.linear(x, 0.0, 0.0, y, frame)

    @classmethod
    def rotation(cls, degrees: float) -> Self:
        """Return a clockwise rotation of the content. Quarter turns are exact."""
        quarters, rest = divmod(degrees % 360, 90)
        if rest == 0:
            cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[
                int(quarters) % 4
            ]  # -1e-20 % 360 is 360.0
        else:
            cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return cls.linear(cos, sin, -sin, cos)

    @classmethod
    def translation(cls, x: float, y: float) -> Self:
        """Return the map of (X, Y) to (X + x, Y + y), in pixels."""
        return cls(((1.0, 0.0, x), (0.0, 1.0, y), (0.0, 0.0, 1.0)))

    @classmethod
    def of_quad(cls, corners: list[tuple[float, float]], frame: Frame) -> Self:
        """Return the map that shows a quadrilateral of the source, stretched to the frame.

        ``corners`` go clockwise from the top left, in pixels from the centre. The quadrilateral
        has to be convex.
        Source: Heckbert, Fundamentals of texture mapping and image warping, 1989, section 2.2.3.
        """
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
        dx1, dx2, dx3 = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
        dy1, dy2, dy3 = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
        below = dx1 * dy2 - dx2 * dy1
        g, h = (dx3 * dy2 - dx2 * dy3) / below, (dx1 * dy3 - dx3 * dy1) / below
        square = (
            (x1 - x0 + g * x1, x3 - x0 + h * x3, x0),
            (y1 - y0 + g * y1, y3 - y0 + h * y3, y0),
            (g, h, 1.0),
        )
        across, down = 1 / max(1, frame.width - 1), 1 / max(1, frame.height - 1)
        return cls(product(square, ((across, 0.0, 0.5), (0.0, down, 0.5), (0.0, 0.0, 1.0))))

    def neutral(self) -> Self:
        """Keep every pixel in its place."""
        return type(self)(IDENTITY)

    def then(self, after: Effect) -> Effect | None:
        """Multiply the matrices, or become the first map of a field."""
        if isinstance(after, Homography):
            return self.joined(after)
        return Field((self, *after.maps)) if isinstance(after, Field) else None

    def joined(self, after: Homography) -> Homography:
        """Return one map for this map followed by another."""
        frame = self.frame if after.frame is None else after.frame
        return Homography(product(self.matrix, after.matrix), frame)

    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Resample once."""
        frame = self.frame or image.frame
        return image.with_pixels(warp(image, self.matrix, frame, resampling))


@dataclass(frozen=True)
class Field(Effect):
    """A displacement field, alone or between homographies.

    ``maps`` are in the order of the steps. Each maps points of its output to points of its input,
    in pixels from the centre of the frame. A bend takes x and y and returns x and y: float32
    arrays that broadcast to (height, width).
    """

    maps: tuple[Homography | Bend, ...]

    @classmethod
    def of(cls, one: Bend) -> Self:
        """Return the field of one bend."""
        return cls((one,))

    @property
    def homographies(self) -> Homography:
        """The product of its homographies: the field without its bends."""
        straight = [step for step in self.maps if isinstance(step, Homography)]
        return reduce(lambda before, after: before.joined(after), straight, Homography(IDENTITY))

    def neutral(self) -> Self:
        """Keep every pixel in its place."""
        return type(self)(())

    def then(self, after: Effect) -> Effect | None:
        """Append the maps of another effect that moves pixels."""
        if isinstance(after, Homography):
            return Field((*self.maps, after))
        return Field(self.maps + after.maps) if isinstance(after, Field) else None

    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Resample once."""
        straight = self.homographies
        if all(isinstance(one, Homography) for one in self.maps):
            return straight.apply(image, resampling)
        frame = straight.frame or image.frame
        maps = tuple(one.matrix if isinstance(one, Homography) else one for one in self.maps)
        return image.with_pixels(bend(image, maps, frame, resampling))
