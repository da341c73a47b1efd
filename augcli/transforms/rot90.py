"""Rotation by quarter turns."""

from augcli.catalogue import Annotated, Frame, Homography, Whole, transform


@transform(group="geometry", after="perspective")
def rot90(
    frame: Frame,
    *,
    turns: Annotated[
        int, Whole(low=0, high=3, neutral=0, default=(0, 3), unit="clockwise quarter turns")
    ],
) -> Homography:
    """Turn the picture clockwise by quarter turns, each pixel kept as it is.

    Helps where there is no up: pictures from above, from microscopes, of textures.

    Harms with photos of a world that has a ground and a sky, and where batches need one size: an
    odd number of turns swaps the sides of the frame.
    """
    turned = Frame(frame.height, frame.width) if turns % 2 else frame
    return Homography(Homography.rotation(90.0 * turns).matrix, turned)
