"""Blur with a Gaussian."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Extent, Length
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.blur import gaussian
from augcli.imaging.lazy import Array


@transform(group="blur", place=1)
def gaussian_blur(*, sigma: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur, as a picture out of focus or scaled up is.

    Helps where some pictures are soft, and keeps a model from leaning on the finest texture.

    Harms where fine detail tells the class.
    """

    def blurred(image: "Image") -> "Array":

        deviation = sigma.in_pixels(min(image.frame))
        return gaussian(image.pixels, deviation) if deviation else image.pixels

    return Pixels(blurred)
