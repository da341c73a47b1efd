"""Unsharp masking."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.blur import gaussian
from augcli.imaging.kernels.rounding import extrapolate


@transform(group="blur", after="sharpness")
def unsharp_mask(
    *,
    amount: Annotated[
        float, Real(low=0, high=5, neutral=0, default=(0, 1), unit="amounts", unseen=(0, 0.05))
    ],
    sigma: Annotated[
        float,
        Real(low=0.001, high=0.25, default=(0.005, 0.005), unit="fractions of the shorter side"),
    ],
) -> Pixels:
    """Sharpen: add the difference from a Gaussian blur, times the amount.

    Helps where cameras and editors sharpen pictures. Sigma is the width of the details.

    Harms where faint texture tells the class: noise and bright rims along edges get stronger.

    Note: the same as scikit-image's ``unsharp_mask``, or Pillow's with a threshold of 0.
    """

    def sharpened(image: Image) -> Array:
        wide = sigma * min(image.frame)
        soft = filter_visible(image, lambda pixels: gaussian(pixels, wide))
        return extrapolate(image.pixels, soft.reshape(image.pixels.shape), -amount)

    return Pixels(sharpened)
