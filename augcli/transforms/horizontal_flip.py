"""Mirroring, left to right."""

from augcli.catalogue.effects import Homography
from augcli.catalogue.registry import transform


@transform(group="geometry", place=6, chance=0.5, classic=True)
def horizontal_flip() -> Homography:
    """Swap left and right.

    Helps where things are seen from the left and from the right: most photos.

    Harms with text, digits, and classes that differ by side.
    """
    return Homography.linear(-1, 0, 0, 1)
