"""Blur of a lens out of focus."""

import math

from augcli.catalogue import Annotated, Array, Extent, Image, Length, Pixels, np, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.blur import SHRINKING_VARIANCE, at_smaller_scale, block_side
from augcli.imaging.kernels.convolve import convolve

_WIDEST = 5.0  # pixels of radius up to which filtering at full size is faster
_LEFT = 4.0  # pixels of a wider radius that remain on the smaller picture


@transform(group="blur", after="motion_blur")
def defocus(*, radius: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur like a lens out of focus: each point becomes a disk.

    Helps where cameras focus badly, or on something else.

    Harms where fine detail tells the class.

    Note: the disk reaches half a pixel further than the radius, so that 0 is a single pixel.
    """

    def blurred(image: Image) -> Array:
        reach = radius.in_pixels(min(image.frame))
        return filter_visible(image, lambda pixels: _defocused(pixels, reach))

    return Pixels(blurred)


def _defocused(pixels: Array, reach: float) -> Array:
    if reach <= _WIDEST:
        return convolve(pixels, _disk(reach + 0.5))
    side = block_side(reach, _LEFT)
    # A disk's variance along each axis is a quarter of its squared radius.
    rest = math.sqrt(((reach + 0.5) / side) ** 2 - 4 * SHRINKING_VARIANCE)
    return at_smaller_scale(pixels, side, lambda small: convolve(small, _disk(rest)))


def _disk(radius: float) -> Array:
    """Return the kernel of a disk with a rim one pixel soft."""
    reach = math.ceil(radius - 0.5)
    x = np.arange(-reach, reach + 1)
    weights = np.clip(radius + 0.5 - np.sqrt(x * x + x[:, np.newaxis] ** 2), 0, 1)
    return np.asarray(weights / weights.sum())
