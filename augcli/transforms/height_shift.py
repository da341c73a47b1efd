"""Translation along the height."""

from typing import Annotated

from augcli.catalogue.effects import Homography
from augcli.catalogue.knobs import Length, Shift
from augcli.catalogue.registry import transform
from augcli.imaging.image import Frame


@transform(group="geometry", place=3, classic=True)
def height_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1))]
) -> Homography:
    """Move the content up or down; positive is down.

    Helps where things are not always in the middle.

    Harms once what tells the class leaves the frame.
    """
    return Homography.translation(0, -distance.in_pixels(frame.height))
