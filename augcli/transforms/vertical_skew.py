"""Shear along the height, by a factor."""

from augcli.catalogue import Annotated, Homography, Real, transform


@transform(group="geometry", after="horizontal_skew")
def vertical_skew(
    *,
    factor: Annotated[
        float, Real(low=-1, high=1, neutral=0, default=(-0.2, 0.2), unit="factors on the width")
    ],
) -> Homography:
    """Push columns up or down, the further from the centre the more; positive is left half down.

    Helps with things on slopes, or that are seen from the side.

    Harms where the horizon or proportions tell classes apart.

    Note: a pixel shows what is at y + factor · x, from the centre: Pillow's ``AFFINE`` with
    (1, 0, 0, factor, 1, 0), and the ShearY of AutoAugment and RandAugment.
    """
    return Homography.linear(1, 0, factor, 1)
