"""Blur with a Gaussian."""

from typing import TYPE_CHECKING, Annotated, Any

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Extent, Length
from augcli.catalogue.registry import transform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.imaging.image import Image


@transform(group="blur", place=1)
def gaussian_blur(*, sigma: Annotated[Length, Extent(default=(0, 0.01))]) -> Pixels:
    """Blur, as a picture out of focus or scaled up is.

    Helps where some pictures are soft, and keeps a model from leaning on the finest texture.

    Harms where fine detail tells the class.
    """

    def blurred(image: "Image") -> "NDArray[Any]":
        from augcli.imaging.kernels.blur import gaussian

        deviation = sigma.in_pixels(min(image.frame))
        return gaussian(image.pixels, deviation) if deviation else image.pixels

    return Pixels(blurred)
