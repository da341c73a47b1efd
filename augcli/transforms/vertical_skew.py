"""Shear along the height, by a factor."""

from augcli.catalogue import Annotated, Homography, Real, transform


@transform(group="geometry", after="horizontal_skew")
def vertical_skew(
    *,
    factor: Annotated[
        float,
        Real(
            low=-1,
            high=1,
            neutral=0,
            default=(-0.2, 0.2),
            unit="shares of the width",
            unseen=(-0.01, 0.01),
        ),
    ],
) -> Homography:
    """Shift columns up or down, more the further from the centre; positive moves the left down.

    Helps with objects on slopes, or seen from the side.

    Harms where the horizon or proportions tell classes apart.

    Note: each pixel shows the source at y + factor · x, measured from the centre. This is Pillow's
    ``AFFINE`` with (1, 0, 0, factor, 1, 0), and the ShearY of AutoAugment and RandAugment.
    """
    return Homography.linear(1, 0, factor, 1)
