"""Distortion along a grid."""

from typing import Annotated

from augcli.catalogue.effects import Field
from augcli.catalogue.knobs import Real, Whole
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame
from augcli.imaging.kernels.noise import uniform
from augcli.imaging.kernels.smooth_noise import sample_lattice
from augcli.imaging.lazy import Array, np


@transform(group="distortion", place=2)
def grid_distortion(
    frame: Frame,
    *,
    limit: Annotated[
        float, Real(low=0, high=0.9, neutral=0, default=(0, 0.3), unit="shares of a cell")
    ],
    cells: Annotated[int, Whole(low=2, high=100, default=(5, 5), unit="cells along each side")],
    seed: Annotated[int, Seed()],
) -> Field:
    """Lay a grid over the picture, and stretch or squeeze each row and column by up to that much.

    Helps where proportions vary within a class: handwriting, clothes, plants, cells.

    Harms where proportions or straight slanting lines tell classes apart.

    Note: as the GridDistortion of albumentations with ``normalized=True``: the rim stays where it
    is, so that no fill shows, and what is upright or level stays so.
    """

    def bend(x: "Array", y: "Array") -> "tuple[Array, Array]":

        if limit == 0:
            return x, y
        spacing = 1 + limit * (2 * uniform(seed, 2, cells).astype(np.float64) - 1)
        lines = np.cumsum(spacing, axis=1) / spacing.sum(axis=1, keepdims=True)
        moves = np.zeros((2, cells + 1), np.float32)
        moves[:, 1:-1] = (lines - np.arange(1, cells + 1) / cells)[:, :-1]
        # The columns' moves need no y, nor the rows' an x: that keeps the points few.
        across = (moves[0] * (frame.width - 1)).reshape(1, -1, 1)
        down = (moves[1] * (frame.height - 1)).reshape(-1, 1, 1)
        nowhere = np.zeros((1, 1), np.float32)
        return x + sample_lattice(across, frame, x, nowhere)[0], y + sample_lattice(
            down, frame, nowhere, y
        )[0]

    return Field.of(bend)
