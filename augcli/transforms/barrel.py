"""Distortion by a lens."""

from augcli.catalogue import Annotated, Array, Field, Frame, Real, np, transform

_MOST = 0.25  # from 1/3 up, a pincushion folds the corners back over the picture


@transform(group="distortion", after="grid_distortion")
def barrel(
    frame: Frame,
    *,
    strength: Annotated[
        float,
        Real(
            low=-1,
            high=1,
            neutral=0,
            default=(-0.3, 0.3),
            unit="strengths",
            unseen=(-0.02, 0.02),
            ways=("pincushion", "barrel"),
        ),
    ],
) -> Field:
    """Bend straight lines as a lens does: outwards like a barrel, or inwards if negative.

    Helps where pictures come from different lenses: wide angles, phones, endoscopes, door cameras.

    Harms where straight lines are measured.

    Note: a pixel at distance r from the centre (1 at the corners) shows the source at r · (1 + k ·
    r²), where k is a quarter of the strength. The result is scaled to fill the frame: a barrel
    keeps its corners, a pincushion the middle of its longer sides. No fill shows.
    """
    k = _MOST * strength
    width, height = max(1, frame.width - 1), max(1, frame.height - 1)
    diagonal = width**2 + height**2
    # Fits the points that move out furthest: the corners, or the middles of the longer sides.
    scale = 1 / (1 + k * (1 if k > 0 else min(width, height) ** 2 / diagonal))

    def bend(x: Array, y: Array) -> tuple[Array, Array]:
        # Another map may look beyond the corners: the scale stays there what it is at the corners.
        square = np.minimum((x * x + y * y) * (4 / diagonal), 1)
        square *= k * scale
        square += scale
        return x * square, y * square

    return Field.of(bend)
