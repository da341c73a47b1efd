"""Perspective: each corner of the frame moves on its own."""

from augcli.catalogue import Annotated, Drawn, Frame, Homography, Real, transform


@transform(group="geometry", after="vertical_flip")
def perspective(
    frame: Frame,
    *,
    # From a quarter of the sides up, the corners may form a dent, with a horizon in the frame.
    corners: Annotated[
        float,
        Real(
            low=0,
            high=0.24,
            neutral=0,
            default=(0, 0.1),
            unit="fractions of the sides",
            unseen=(0, 0.005),
        ),
    ],
    directions: Annotated[list[float], Drawn(low=-1, high=1, count=8)],
) -> Homography:
    """View the picture from an angle: move each corner by up to this fraction of the sides.

    Helps with flat objects that are seen from any side: signs, documents, screens, shelves.

    Harms where proportions tell classes apart. Fill shows at the edges.

    Note: the same map as OpenCV's ``getPerspectiveTransform`` and ``warpPerspective``.
    """
    width, height = max(1, frame.width - 1), max(1, frame.height - 1)
    ends = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
    moved = [
        ((x + corners * directions[2 * i]) * width, (y + corners * directions[2 * i + 1]) * height)
        for i, (x, y) in enumerate(ends)
    ]
    return Homography.of_quad(moved, frame)
