"""Mirroring, rows to columns."""

from augcli.catalogue import Frame, Homography, transform


@transform(group="geometry", after="rot90", chance=0.5)
def transpose(frame: Frame) -> Homography:
    """Swap rows and columns: mirror along the diagonal from the top left corner.

    Helps where there is no up: with both flips, it gives all eight ways to lay a square picture.

    Harms with photos of a world that has a ground and a sky, with text, and where batches need one
    size: it swaps the sides of the frame.
    """
    return Homography.linear(0, 1, 1, 0, Frame(frame.height, frame.width))
