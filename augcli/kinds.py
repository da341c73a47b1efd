"""What a transform returns is its kind: how it meets its neighbours, and what it does to pixels.

Neighbours of one kind fuse, so that a pixel is interpolated once and looked up once however
many transforms there are.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from augcli.image import Frame, Image
    from augcli.resampling import Resampling

    Curve = Callable[[NDArray[Any]], NDArray[Any]]

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Effect(ABC):
    """What one step, or several fused ones, does to a picture."""

    @abstractmethod
    def then(self, after: Self) -> Self:
        """Fuse with the effect of the same kind that comes right after."""

    @abstractmethod
    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Give the new picture; the given one is left alone."""


@dataclass(frozen=True)
class Homography(Effect):
    """A 3x3 map of the frame: where in the source each output point comes from.

    ``matrix`` takes homogeneous output coordinates, in pixels from the centre of the output frame
    (x to the right, y down), to source coordinates from the centre of the source frame. All maps
    so far are affine. ``frame`` is the output's size; None keeps the source's.
    """

    matrix: Matrix
    frame: Frame | None = None

    @classmethod
    def linear(cls, xx: float, xy: float, yx: float, yy: float) -> Self:
        """Map (x, y) to (xx·x + xy·y, yx·x + yy·y)."""
        return cls(((xx, xy, 0.0), (yx, yy, 0.0), (0.0, 0.0, 1.0)))

    @classmethod
    def scale(cls, x: float, y: float, frame: Frame) -> Self:
        """Make a frame show x times its width and y times its height."""
        return cls(((x, 0.0, 0.0), (0.0, y, 0.0), (0.0, 0.0, 1.0)), frame)

    @classmethod
    def rotation(cls, degrees: float) -> Self:
        """Turn the content clockwise; whole quarter turns are exact."""
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
        """Map (x, y) to that much further on, in pixels."""
        return cls(((1.0, 0.0, x), (0.0, 1.0, y), (0.0, 0.0, 1.0)))

    def then(self, after: Self) -> Self:
        """Multiply: the last step's map comes first, as it is nearest to the output."""
        frame = self.frame if after.frame is None else after.frame
        return replace(self, matrix=product(self.matrix, after.matrix), frame=frame)

    def apply(self, image: Image, resampling: Resampling) -> Image:
        """Resample once."""
        from augcli.warp import warp

        frame = image.frame if self.frame is None else self.frame
        return replace(image, pixels=warp(image, self.matrix, frame, resampling))


@dataclass(frozen=True)
class Tone(Effect):
    """A look-up table: what each level of a channel becomes. Alpha is left alone.

    ``curves`` are applied one after the other to levels in 0..255, as floats whatever the depth of
    the picture; the result of each is clipped to that range. Rounding comes once, at the end.
    """

    curves: tuple[Curve, ...]

    @classmethod
    def of(cls, curve: Curve) -> Self:
        """Make the tone of one curve, which takes and gives an array of levels."""
        return cls((curve,))

    def then(self, after: Self) -> Self:
        """Look up in a table of a table."""
        return replace(self, curves=self.curves + after.curves)

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002
        """Look every pixel up once."""
        from augcli.tables import look_up

        return replace(image, pixels=look_up(image, self.curves))


def product(left: Matrix, right: Matrix) -> Matrix:
    """Multiply two matrices (in Python: for nine numbers numpy costs more, and loads slowly)."""

    def row(a: float, b: float, c: float) -> Row:
        (p, q, r), (s, t, u), (v, w, x) = right
        return (a * p + b * s + c * v, a * q + b * t + c * w, a * r + b * u + c * x)

    return (row(*left[0]), row(*left[1]), row(*left[2]))
