"""Elastic deformation."""

from typing import Annotated

from augcli.catalogue.effects import Field
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame
from augcli.imaging.kernels.smooth_noise import sample_lattice, smooth_noise
from augcli.imaging.lazy import Array


@transform(group="distortion", place=1)
def elastic(
    frame: Frame,
    *,
    alpha: Annotated[
        float,
        Real(low=0, high=0.5, neutral=0, default=(0, 0.02), unit="fractions of the shorter side"),
    ],
    sigma: Annotated[
        float, Real(low=0.01, high=1, default=(0.08, 0.08), unit="fractions of the shorter side")
    ],
    seed: Annotated[int, Seed()],
) -> Field:
    """Move every point a little, its neighbours alike, as if the picture were on rubber.

    Helps with handwriting, tissue, cloth: all that has no fixed shape.

    Harms things with straight edges, and any shape once alpha is not small beside sigma.

    Source: Simard, Steinkraus and Platt, Best practices for convolutional neural networks applied
    to visual document analysis, ICDAR 2003. alpha is the root mean square of the movement, sigma
    the deviation of the Gaussian that smooths it.
    """
    side = min(frame)

    def bend(x: "Array", y: "Array") -> "tuple[Array, Array]":

        if alpha == 0:
            return x, y
        moves = smooth_noise(seed, frame, sigma * side) * (alpha * side)
        dx, dy = sample_lattice(moves, frame, x, y)
        return x + dx, y + dy

    return Field.of(bend)
