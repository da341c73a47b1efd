"""Zoom about the centre."""

from augcli.catalogue import Annotated, Homography, Real, Twin, transform


@transform(group="geometry", after="shear", classic=True)
def zoom(
    *,
    x: Annotated[
        float,
        Real(
            low=0.01,
            high=100,
            neutral=1,
            default=(0.8, 1.2),
            unit="factors on the span shown",
            unseen=(0.995, 1.005),
            ways=("closer", "further"),
        ),
    ],
    y: Annotated[float, Twin(of="x", switch="uniform", help="Draw one zoom for both axes.")],
) -> Homography:
    """Zoom in or out: 0.5 shows half the width and height, 1.5 zooms out.

    Helps where objects are near or far.

    Harms once the object leaves the frame or becomes too small to see. Separate zooms for x and y
    change proportions (``--zoom-uniform`` keeps them).
    """
    return Homography.linear(x, 0, 0, y)
