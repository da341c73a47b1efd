"""Shear along the width, by a factor."""

from augcli.catalogue import Annotated, Homography, Real, transform


@transform(group="geometry", after="crop")
def horizontal_skew(
    *,
    factor: Annotated[
        float,
        Real(
            low=-1,
            high=1,
            neutral=0,
            default=(-0.2, 0.2),
            unit="shares of the height",
            unseen=(-0.01, 0.01),
        ),
    ],
) -> Homography:
    """Shift rows sideways, more the further from the centre; positive moves the upper half right.

    Helps with handwriting, and with signs that are seen from the side.

    Harms where slant or proportions tell classes apart.

    Note: each pixel shows the source at x + factor · y, measured from the centre. This is Pillow's
    ``AFFINE`` with (1, factor, 0, 0, 1, 0), and the ShearX of AutoAugment and RandAugment.
    ``--shear`` takes degrees and shortens the height, as in Keras.
    """
    return Homography.linear(1, factor, 0, 1)
