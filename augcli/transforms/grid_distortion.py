"""Distortion along a grid."""

from augcli.catalogue import Annotated, Array, Field, Frame, Real, Seed, Whole, np, transform
from augcli.imaging.kernels.noise import uniform
from augcli.imaging.kernels.smooth_noise import sample_lattice


@transform(group="distortion", after="elastic")
def grid_distortion(
    frame: Frame,
    *,
    limit: Annotated[
        float,
        Real(
            low=0, high=0.9, neutral=0, default=(0, 0.3), unit="shares of a cell", unseen=(0, 0.02)
        ),
    ],
    cells: Annotated[int, Whole(low=2, high=100, default=(5, 5), unit="cells along each side")],
    seed: Annotated[int, Seed()],
) -> Field:
    """Stretch or squeeze the rows and columns of a grid, each by up to this share of a cell.

    Helps where proportions vary within a class: handwriting, clothes, plants, cells.

    Harms where proportions or slanting lines tell classes apart.

    Note: like the GridDistortion of albumentations with ``normalized=True``. The edges stay in
    place, so no fill shows. Horizontal and vertical lines stay so.
    """

    def bend(x: Array, y: Array) -> tuple[Array, Array]:
        spacing = 1 + limit * (2 * uniform(seed, 2, cells).astype(np.float64) - 1)
        lines = np.cumsum(spacing, axis=1) / spacing.sum(axis=1, keepdims=True)
        moves = np.zeros((2, cells + 1), np.float32)
        moves[:, 1:-1] = (lines - np.arange(1, cells + 1) / cells)[:, :-1]
        # Columns move by x alone and rows by y alone, so one row and one column of points do.
        across = (moves[0] * (frame.width - 1)).reshape(1, -1, 1)
        down = (moves[1] * (frame.height - 1)).reshape(-1, 1, 1)
        nowhere = np.zeros((1, 1), np.float32)
        return x + sample_lattice(across, frame, x, nowhere)[0], y + sample_lattice(
            down, frame, nowhere, y
        )[0]

    return Field.of(bend)
