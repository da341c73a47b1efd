"""Blur of a lens out of focus."""

import math
from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Extent, Length
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.blur import SHRINKING_VARIANCE, at_smaller_scale, block_side
from augcli.imaging.kernels.convolve import convolve
from augcli.imaging.lazy import Array, np

_WIDEST = 5.0  # pixels of radius up to which OpenCV sums up directly, which is faster
_LEFT = 4.0  # pixels that are left of it beyond that, on a smaller picture


@transform(group="blur", place=4)
def defocus(*, radius: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur as a lens out of focus does: each point becomes a disk.

    Helps where cameras focus badly, or on something else.

    Harms where fine detail tells the class.

    Note: the disk reaches half a pixel further than the radius, so that 0 is a single pixel.
    """

    def blurred(image: "Image") -> "Array":

        reach = radius.in_pixels(min(image.frame))
        if reach == 0:
            return image.pixels
        if reach <= _WIDEST:
            return convolve(image.pixels, _disk(reach + 0.5))
        shrink = block_side(reach, _LEFT)
        # A disk's variance, along each axis, is a quarter of its squared radius.
        rest = math.sqrt(((reach + 0.5) / shrink) ** 2 - 4 * SHRINKING_VARIANCE)
        return at_smaller_scale(image.pixels, shrink, lambda small: convolve(small, _disk(rest)))

    return Pixels(blurred)


def _disk(radius: float) -> "Array":
    """Return a kernel whose rim is as soft as a pixel is wide."""

    reach = math.ceil(radius - 0.5)
    x = np.arange(-reach, reach + 1)
    weights = np.clip(radius + 0.5 - np.hypot(x, x[:, np.newaxis]), 0, 1)
    return np.asarray(weights / weights.sum(), np.float32)
