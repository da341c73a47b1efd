"""Thin-plate splines."""

from functools import cache
from typing import Annotated

from augcli.catalogue.effects import Field
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame
from augcli.imaging.kernels.noise import uniform
from augcli.imaging.kernels.smooth_noise import sample_lattice
from augcli.imaging.lazy import Array, np

_POINTS = 4  # along each side
# Of the lattice that the spline is worked out on, to within 0.1 % of a side. One in 24 is on a
# point: there it bends most.
_NODES = 24 * (_POINTS - 1) + 1


@transform(group="distortion", place=4)
def thin_plate(
    frame: Frame,
    *,
    strength: Annotated[
        float, Real(low=0, high=0.15, neutral=0, default=(0, 0.05), unit="fractions of the sides")
    ],
    seed: Annotated[int, Seed()],
) -> Field:
    """Bend the picture like a sheet of metal, 16 points of which are moved by up to that much.

    Helps with what bends as a whole: cloth, leaves, pages, faces, tissue.

    Harms where shapes or proportions tell classes apart, and shows fill at the edges.

    Note: the points are 4 by 4, evenly spread, the outermost on the rim. The spline is that of a
    square sheet, stretched to the frame.

    Source: Bookstein, Principal warps: thin-plate splines and the decomposition of deformations,
    IEEE TPAMI 1989.
    """

    def bend(x: "Array", y: "Array") -> "tuple[Array, Array]":

        if strength == 0:
            return x, y
        sides = np.array([frame.width - 1, frame.height - 1])
        moves = (2 * uniform(seed, _POINTS**2, 2) - 1) * (strength * sides)
        lattice = (_spline() @ moves).reshape(_NODES, _NODES, 2).astype(np.float32)
        dx, dy = sample_lattice(lattice, frame, x, y)
        return x + dx, y + dy

    return Field.of(bend)


@cache
def _spline() -> "Array":
    """Return the share of each point's move at each node, which is the same for all moves."""

    points, nodes = (_grid(count) for count in (_POINTS, _NODES))
    flat = np.column_stack([np.ones(len(points)), points])
    system = np.block([[_bending(points, points), flat], [flat.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.eye(len(system), len(points)))
    spline: Array = np.column_stack([_bending(nodes, points), np.ones(len(nodes)), nodes]) @ weights
    return spline


def _grid(count: int) -> "Array":

    y, x = np.mgrid[:count, :count] / (count - 1)
    return np.column_stack([x.ravel(), y.ravel()])


def _bending(at: "Array", points: "Array") -> "Array":
    """Return r² log r for the distances of all points to all others."""

    square = ((at[:, np.newaxis] - points) ** 2).sum(axis=2)
    bending: Array = 0.5 * square * np.log(np.where(square > 0, square, 1))
    return bending
