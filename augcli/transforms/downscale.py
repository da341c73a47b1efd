"""Less resolution at the same size."""

from augcli.catalogue import Annotated, Array, Frame, Pixels, Real, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.blur import at_smaller_scale
from augcli.imaging.kernels.scaling import enlarge, shrink


@transform(group="compression", after="webp_compression")
def downscale(
    *,
    factor: Annotated[
        float, Real(low=0.05, high=1, neutral=1, default=(0.4, 1), unit="factors", unseen=(0.97, 1))
    ],
) -> Pixels:
    """Shrink the picture and enlarge it again: a smaller factor leaves less detail.

    Helps where objects are far away, or pictures were enlarged.

    Harms where fine detail tells the class.

    Note: shrunk by the mean of areas, enlarged bilinearly.
    """

    def coarse(pixels: Array) -> Array:
        block = round(1 / factor)
        if abs(block * factor - 1) < 1e-9:
            # Whole blocks are several times as fast as cv2.resize.
            return at_smaller_scale(pixels, block, lambda small: small, margin=0)
        frame = Frame(pixels.shape[1], pixels.shape[0])
        small = Frame(*(max(1, round(side * factor)) for side in frame))
        return enlarge(shrink(pixels, small), frame)

    return Pixels(lambda image: filter_visible(image, coarse))
