"""Translation along the width."""

from typing import Annotated

from augcli.catalogue.effects import Homography
from augcli.catalogue.knobs import Length, Shift
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame


@transform(group="geometry", place=2, classic=True)
def width_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1))]
) -> Homography:
    """Move the content sideways; positive is to the right.

    Helps where things are not always in the middle.

    Harms once what tells the class leaves the frame.
    """
    return Homography.translation(-distance.in_pixels(frame.width), 0)
