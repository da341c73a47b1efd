"""Translation along the height."""

from augcli.catalogue import Annotated, Frame, Homography, Length, Shift, transform


@transform(group="geometry", after="width_shift", classic=True)
def height_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1), ways=("up", "down"))]
) -> Homography:
    """Shift the picture up or down; positive is down.

    Helps where objects are not always in the middle.

    Harms once the object leaves the frame.
    """
    return Homography.translation(0, -distance.in_pixels(frame.height))
