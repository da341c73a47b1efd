"""Translation along the height."""

from augcli.catalogue import Annotated, Frame, Homography, Length, Shift, transform


@transform(group="geometry", after="width_shift", classic=True)
def height_shift(
    frame: Frame, *, distance: Annotated[Length, Shift(default=(-0.1, 0.1))]
) -> Homography:
    """Move the content up or down; positive is down.

    Helps where things are not always in the middle.

    Harms once what tells the class leaves the frame.
    """
    return Homography.translation(0, -distance.in_pixels(frame.height))
