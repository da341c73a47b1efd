"""Mirroring, top to bottom."""

from augcli.catalogue.effects import Homography
from augcli.catalogue.registry import transform


@transform(group="geometry", place=7, chance=0.5, classic=True)
def vertical_flip() -> Homography:
    """Swap top and bottom.

    Helps where there is no up: pictures from above, from microscopes, of textures.

    Harms with photos of a world that has a ground and a sky.
    """
    return Homography.linear(1, 0, 0, -1)
