"""Blur with a box."""

from augcli.catalogue import Annotated, Array, Extent, Image, Length, Pixels, cv2, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.rounding import extrapolate


@transform(group="blur", after="gaussian_blur")
def box_blur(*, radius: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur by the mean of a square around each pixel.

    Helps like ``--gaussian-blur``, with a harder edge: the picture looks shrunk and enlarged.

    Harms where fine detail tells the class.

    Note: the side of the square is 2 · radius + 1. If that is not a whole number, the outermost
    pixels count in part, nearly as in Pillow's ``ImageFilter.BoxBlur``.
    """

    def blurred(image: Image) -> Array:
        reach = radius.in_pixels(min(image.frame))
        return filter_visible(image, lambda pixels: _box(pixels, reach))

    return Pixels(blurred)


def _box(pixels: Array, radius: float) -> Array:
    def mean(side: int) -> Array:
        return cv2.blur(pixels, (side, side), borderType=cv2.BORDER_REPLICATE)

    inner, part = 2 * int(radius) + 1, radius % 1
    if part == 0:
        return mean(inner)
    outer = inner + 2
    # A mean is divided by its own area; these weights undo that.
    less, more = (1 - part) * inner**2, part * outer**2
    return extrapolate(mean(inner), mean(outer), more / (less + more))
