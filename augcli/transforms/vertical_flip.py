"""Mirror top to bottom."""

from augcli.catalogue import Homography, transform


@transform(group="geometry", after="horizontal_flip", chance=0.5, classic=True, short="vflip")
def vertical_flip() -> Homography:
    """Flip the picture upside down: swap top and bottom.

    Helps where no side is up: aerial pictures, microscopy, textures.

    Harms with photos that have a ground and a sky.
    """
    return Homography.linear(1, 0, 0, -1)
