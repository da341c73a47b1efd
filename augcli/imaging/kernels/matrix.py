"""3x3 matrices that map points of the output to points of the source."""

from __future__ import annotations

from collections.abc import Callable

from augcli.imaging.lazy import Array, np

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

Points = tuple[Array, Array]
"""The x and the y of points, in pixels from the centre of the frame."""

Bend = Callable[[Array, Array], Points]
"""A map of points that no matrix can express: float32 arrays that broadcast to (height, width)."""

_FAR = 1e6  # pixels: further away, nobody can tell which part of a continued picture shows

IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def product(left: Matrix, right: Matrix) -> Matrix:
    """Multiply two matrices (in Python: for nine numbers numpy costs more, and loads slowly)."""
    (a, b, c), (d, e, f), (g, h, i) = left
    (p, q, r), (s, t, u), (v, w, x) = right
    if left[2] == right[2] == IDENTITY[2]:  # no perspective, as nearly always
        return (
            (a * p + b * s, a * q + b * t, a * r + b * u + c),
            (d * p + e * s, d * q + e * t, d * r + e * u + f),
            IDENTITY[2],
        )
    return (
        (a * p + b * s + c * v, a * q + b * t + c * w, a * r + b * u + c * x),
        (d * p + e * s + f * v, d * q + e * t + f * w, d * r + e * u + f * x),
        (g * p + h * s + i * v, g * q + h * t + i * w, g * r + h * u + i * x),
    )


def project(matrix: Matrix, x: Array, y: Array) -> Points:
    """Return the points that a matrix takes points to, of the dtype of ``x`` and ``y``.

    Those at a horizon are finite too, but far away.
    """
    (a, b, c), (d, e, f), (g, h, i) = matrix
    if (g, h) == (0.0, 0.0):
        return (a * x + b * y + c) / i, (d * x + e * y + f) / i
    depth = g * x + h * y + i
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        points = (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
    across, down = (np.clip(np.nan_to_num(one), -_FAR, _FAR) for one in points)
    return across, down
