"""Mirroring, left to right."""

from augcli.catalogue import Homography, transform


@transform(group="geometry", after="zoom", chance=0.5, classic=True)
def horizontal_flip() -> Homography:
    """Swap left and right.

    Helps where things are seen from the left and from the right: most photos.

    Harms with text, digits, and classes that differ by side.
    """
    return Homography.linear(-1, 0, 0, 1)
