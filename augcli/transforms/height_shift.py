"""Translation along the height."""

from typing import Annotated

from augcli.image import Frame
from augcli.kinds import Homography
from augcli.knobs import Length, Shift
from augcli.registry import transform


@transform(group="geometry", place=3)
def height_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1))]
) -> Homography:
    """Move the content up or down; positive is down."""
    return Homography.translation(0, -distance.in_pixels(frame.height))
