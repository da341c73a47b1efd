"""Mirror left to right."""

from augcli.catalogue import Homography, transform


@transform(group="geometry", after="zoom", chance=0.5, classic=True, short="hflip")
def horizontal_flip() -> Homography:
    """Mirror the picture: swap left and right.

    Helps where objects are seen from both sides: most photos.

    Harms with text, digits, and classes that differ by side.
    """
    return Homography.linear(-1, 0, 0, 1)
