"""Elastic deformation."""

from augcli.catalogue import Annotated, Array, Field, Frame, Real, Seed, transform
from augcli.imaging.kernels.smooth_noise import sample_lattice, smooth_noise


@transform(group="distortion")
def elastic(
    frame: Frame,
    *,
    alpha: Annotated[
        float,
        Real(
            low=0,
            high=0.5,
            neutral=0,
            default=(0, 0.02),
            unit="fractions of the shorter side",
            unseen=(0, 0.002),
        ),
    ],
    sigma: Annotated[
        float, Real(low=0.01, high=1, default=(0.08, 0.08), unit="fractions of the shorter side")
    ],
    seed: Annotated[int, Seed()],
) -> Field:
    """Deform the picture as if it were on rubber: points move a little, neighbours together.

    Helps with handwriting, tissue and cloth, which have no fixed shape.

    Harms objects with straight edges, and every shape if alpha is not much smaller than sigma.

    Note: alpha is the root mean square of the movement. Sigma is the deviation of the Gaussian that
    smooths it.

    Source: Simard, Steinkraus and Platt, Best practices for convolutional neural networks applied
    to visual document analysis, ICDAR 2003.
    """
    side = min(frame)

    def bend(x: Array, y: Array) -> tuple[Array, Array]:
        moves = smooth_noise(seed, frame, sigma * side) * (alpha * side)
        dx, dy = sample_lattice(moves, frame, x, y)
        return x + dx, y + dy

    return Field.of(bend)
