"""Mirroring, top to bottom."""

from augcli.kinds import Homography
from augcli.registry import transform


@transform(group="geometry", place=7, chance=0.5)
def vertical_flip() -> Homography:
    """Swap top and bottom."""
    return Homography.linear(1, 0, 0, -1)
