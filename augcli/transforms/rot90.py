"""Rotation by quarter turns."""

from augcli.catalogue import Annotated, Frame, Homography, Whole, transform


@transform(group="geometry", after="perspective")
def rot90(
    frame: Frame,
    *,
    turns: Annotated[
        int,
        Whole(
            low=0,
            high=3,
            neutral=0,
            default=(0, 3),
            unit="clockwise quarter turns",
            phrase="{} × 90° clockwise",
        ),
    ],
) -> Homography:
    """Rotate the picture clockwise by quarter turns, without resampling.

    Helps where no side is up: aerial pictures, microscopy, textures.

    Harms with photos that have a ground and a sky. An odd number of turns swaps width and height,
    which harms batches of one size.
    """
    turned = Frame(frame.height, frame.width) if turns % 2 else frame
    return Homography(Homography.rotation(90.0 * turns).matrix, turned)
