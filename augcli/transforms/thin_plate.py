"""Thin-plate splines."""

from functools import cache

from augcli.catalogue import Annotated, Array, Field, Frame, Real, Seed, np, transform
from augcli.imaging.kernels.noise import uniform
from augcli.imaging.kernels.smooth_noise import sample_lattice

_POINTS = 4  # along each side
# Nodes along each side of the lattice for the spline: exact to 0.1 % of a side. Every 24th is on a
# point, where the sheet bends most.
_NODES = 24 * (_POINTS - 1) + 1


@transform(group="distortion", after="barrel")
def thin_plate(
    frame: Frame,
    *,
    strength: Annotated[
        float,
        Real(
            low=0,
            high=0.15,
            neutral=0,
            default=(0, 0.05),
            unit="fractions of the sides",
            unseen=(0, 0.003),
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Field:
    """Bend the picture like a metal sheet: move 16 points by up to this fraction of the sides.

    Helps with objects that bend as a whole: cloth, leaves, pages, faces, tissue.

    Harms where shapes or proportions tell classes apart. Fill shows at the edges.

    Note: the points form an even 4 by 4 grid that reaches the edges. The spline is computed on a
    square and stretched to the frame.

    Source: Bookstein, Principal warps: thin-plate splines and the decomposition of deformations,
    IEEE TPAMI 1989.
    """

    def bend(x: Array, y: Array) -> tuple[Array, Array]:
        sides = np.array([frame.width - 1, frame.height - 1])
        moves = (2 * uniform(seed, _POINTS**2, 2) - 1) * (strength * sides)
        lattice = (_spline() @ moves).reshape(_NODES, _NODES, 2).astype(np.float32)
        dx, dy = sample_lattice(lattice, frame, x, y)
        return x + dx, y + dy

    return Field.of(bend)


@cache
def _spline() -> Array:
    """Return the weight of each point's move at each node, the same for all pictures."""
    points, nodes = (_grid(count) for count in (_POINTS, _NODES))
    flat = np.column_stack([np.ones(len(points)), points])
    system = np.block([[_bending(points, points), flat], [flat.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.eye(len(system), len(points)))
    spline: Array = np.column_stack([_bending(nodes, points), np.ones(len(nodes)), nodes]) @ weights
    return spline


def _grid(count: int) -> Array:
    y, x = np.mgrid[:count, :count] / (count - 1)
    return np.column_stack([x.ravel(), y.ravel()])


def _bending(at: Array, points: Array) -> Array:
    """Return r² log r for the distances r between two sets of points."""
    square = ((at[:, np.newaxis] - points) ** 2).sum(axis=2)
    bending: Array = 0.5 * square * np.log(np.where(square > 0, square, 1))
    return bending
