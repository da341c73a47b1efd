"""Mirroring, left to right."""

from augcli.kinds import Homography
from augcli.registry import transform


@transform(group="geometry", place=6, chance=0.5)
def horizontal_flip() -> Homography:
    """Swap left and right."""
    return Homography.linear(-1, 0, 0, 1)
