"""Shear along the width."""

import math

from augcli.catalogue import RADIANS, Annotated, Homography, Real, transform


@transform(group="geometry", after="height_shift", classic=True)
def shear(
    *,
    degrees: Annotated[
        float,
        Real(
            low=-89,
            high=89,
            neutral=0,
            default=(-15, 15),
            unit="degrees",
            unseen=(-1, 1),
            mistaken_for=(RADIANS,),
        ),
    ],
) -> Homography:
    """Slant the picture as Keras does: the vertical axis leans by the angle.

    Helps with handwriting, and with signs that are seen from the side.

    Harms where proportions tell classes apart.
    """
    angle = math.radians(degrees)
    return Homography.linear(1, -math.sin(angle), 0, math.cos(angle))
