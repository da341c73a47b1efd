"""Map pixels of an output to points of its source."""

from __future__ import annotations

from typing import NamedTuple

from augcli.imaging.image import Frame
from augcli.imaging.kernels.matrix import Matrix


class PixelMap(NamedTuple):
    """A homography from output to source, both counted from the centre of their first pixel."""

    matrix: Matrix

    @classmethod
    def from_centres(cls, matrix: Matrix, source: Frame, output: Frame) -> PixelMap:
        """Make the map of a matrix whose points are counted from the centres of both frames."""
        (a, b, c), (d, e, f), (g, h, i) = matrix
        x, y = (output.width - 1) / 2, (output.height - 1) / 2
        moved = (a, b, c - a * x - b * y), (d, e, f - d * x - e * y), (g, h, i - g * x - h * y)
        return cls(moved).shifted((source.width - 1) / 2, (source.height - 1) / 2)

    @property
    def is_affine(self) -> bool:
        """Whether parallel lines stay parallel: no perspective."""
        return self.matrix[2] == (0.0, 0.0, 1.0)

    @property
    def moves_whole_pixels(self) -> bool:
        """Whether each pixel shows one of the source, however it is interpolated."""
        (a, b, c), (d, e, f), _ = self.matrix
        return (
            a in (0.0, 1.0, -1.0)
            and self.is_affine
            and {(abs(a), abs(b)), (abs(d), abs(e))} == {(1.0, 0.0), (0.0, 1.0)}
            and max(abs(c - round(c)), abs(f - round(f))) < 1e-9
        )

    def depth(self, x: float, y: float) -> float:
        """Return the third homogeneous coordinate at an output pixel: 0 or less past a horizon."""
        g, h, i = self.matrix[2]
        return g * x + h * y + i

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the source that an output pixel shows."""
        (a, b, c), (d, e, f), (g, h, i) = self.matrix
        depth = g * x + h * y + i
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def corners(self, frame: Frame) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the x and the y of the points that the corners of an output frame show."""
        right, bottom = frame.width - 1, frame.height - 1
        (a, b, c), (d, e, f), _ = self.matrix
        if self.is_affine:  # in a quarter of the time
            across = c, a * right + c, b * bottom + c, a * right + b * bottom + c
            return across, (f, d * right + f, e * bottom + f, d * right + e * bottom + f)
        points = [self.at(x, y) for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
        return tuple(x for x, _ in points), tuple(y for _, y in points)

    def slope(self, x: float, y: float) -> Matrix:
        """Return the affine map that this one nearly is around an output pixel, without shift."""
        (a, b, _), (d, e, _), (g, h, _) = self.matrix
        depth = self.depth(x, y)
        across, down = self.at(x, y)
        return (
            ((a - across * g) / depth, (b - across * h) / depth, 0.0),
            ((d - down * g) / depth, (e - down * h) / depth, 0.0),
            (0.0, 0.0, 1.0),
        )

    def shrunk(self, x: int, y: int) -> PixelMap:
        """Return the map to a source whose pixels are means of ``x`` by ``y`` pixels of this one.

        The first mean begins at the first pixel.
        """
        (a, b, c), (d, e, f), last = self.shifted(0.5, 0.5).matrix
        rows = (a / x, b / x, c / x), (d / y, e / y, f / y), last
        return PixelMap(rows).shifted(-0.5, -0.5)

    def shifted(self, x: float, y: float) -> PixelMap:
        """Return the map to points that are ``x`` further right and ``y`` further down."""
        (a, b, c), (d, e, f), (g, h, i) = self.matrix
        if self.is_affine:
            return PixelMap(((a, b, c + x), (d, e, f + y), (g, h, i)))
        return PixelMap(
            ((a + x * g, b + x * h, c + x * i), (d + y * g, e + y * h, f + y * i), (g, h, i))
        )
