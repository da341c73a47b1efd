"""Less resolution, at the same size."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.blur import at_smaller_scale  # several times as fast
from augcli.imaging.lazy import Array, cv2


@transform(group="compression", place=3)
def downscale(
    *,
    factor: Annotated[float, Real(low=0.05, high=1, neutral=1, default=(0.4, 1), unit="factors")],
) -> Pixels:
    """Shrink the picture, and enlarge it again: the smaller the factor, the less is left.

    Helps where things are seen from afar, or pictures were enlarged.

    Harms where fine detail tells the class.

    Note: shrunk by the mean of areas, enlarged bilinearly.
    """

    def coarse(image: "Image") -> "Array":
        if factor == 1:
            return image.pixels
        block = round(1 / factor)
        if abs(block * factor - 1) < 1e-9:
            return at_smaller_scale(image.pixels, block, lambda small: small, margin=0)
        return _resized(image, factor)

    return Pixels(coarse)


def _resized(image: "Image", factor: float) -> "Array":

    small = [max(1, round(side * factor)) for side in image.frame]
    pixels = cv2.resize(image.pixels, small, interpolation=cv2.INTER_AREA)
    return cv2.resize(pixels, image.frame, interpolation=cv2.INTER_LINEAR)
