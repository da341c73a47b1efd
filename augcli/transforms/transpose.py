"""Mirror rows to columns."""

from augcli.catalogue import Frame, Homography, transform


@transform(group="geometry", after="rot90", chance=0.5)
def transpose(frame: Frame) -> Homography:
    """Swap rows and columns: mirror along the diagonal from the top left corner.

    Helps where no side is up: together with both flips, it gives all eight orientations.

    Harms with text, and with photos that have a ground and a sky. It swaps width and height, which
    harms batches of one size.
    """
    return Homography.linear(0, 1, 1, 0, Frame(frame.height, frame.width))
