"""Less resolution at the same size."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, cv2, transform
from augcli.imaging.kernels.blur import at_smaller_scale


@transform(group="compression", after="webp_compression")
def downscale(
    *,
    factor: Annotated[float, Real(low=0.05, high=1, neutral=1, default=(0.4, 1), unit="factors")],
) -> Pixels:
    """Shrink the picture and enlarge it again: a smaller factor leaves less detail.

    Helps where objects are far away, or pictures were enlarged.

    Harms where fine detail tells the class.

    Note: shrunk by the mean of areas, enlarged bilinearly.
    """

    def coarse(image: Image) -> Array:
        block = round(1 / factor)
        if abs(block * factor - 1) < 1e-9:
            # Whole blocks are several times as fast as cv2.resize.
            return at_smaller_scale(image.pixels, block, lambda small: small, margin=0)
        return _resized(image, factor)

    return Pixels(coarse)


def _resized(image: Image, factor: float) -> Array:
    small = [max(1, round(side * factor)) for side in image.frame]
    pixels = cv2.resize(image.pixels, small, interpolation=cv2.INTER_AREA)
    return cv2.resize(pixels, image.frame, interpolation=cv2.INTER_LINEAR)
