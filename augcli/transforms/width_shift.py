"""Translation along the width."""

from augcli.catalogue import Annotated, Frame, Homography, Length, Shift, transform


@transform(group="geometry", after="rotation", classic=True)
def width_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1), ways=("left", "right"))]
) -> Homography:
    """Shift the picture sideways; positive is to the right.

    Helps where objects are not always in the middle.

    Harms once the object leaves the frame.
    """
    return Homography.translation(-distance.in_pixels(frame.width), 0)
