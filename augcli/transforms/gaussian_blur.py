"""Blur with a Gaussian."""

from augcli.catalogue import Annotated, Array, Extent, Image, Length, Pixels, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.blur import gaussian


@transform(group="blur")
def gaussian_blur(*, sigma: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur with a Gaussian, like a picture out of focus or scaled up.

    Helps where some pictures are soft, and keeps a model from relying on the finest texture.

    Harms where fine detail tells the class.
    """

    def blurred(image: Image) -> Array:
        wide = sigma.in_pixels(min(image.frame))
        return filter_visible(image, lambda pixels: gaussian(pixels, wide))

    return Pixels(blurred)
