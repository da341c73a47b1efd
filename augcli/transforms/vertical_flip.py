"""Mirroring, top to bottom."""

from augcli.catalogue import Homography, transform


@transform(group="geometry", after="horizontal_flip", chance=0.5, classic=True)
def vertical_flip() -> Homography:
    """Swap top and bottom.

    Helps where there is no up: pictures from above, from microscopes, of textures.

    Harms with photos of a world that has a ground and a sky.
    """
    return Homography.linear(1, 0, 0, -1)
