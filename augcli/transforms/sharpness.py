"""Sharpness, by a factor."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, np, transform
from augcli.imaging.kernels.alpha import filter_visible
from augcli.imaging.kernels.convolve import convolve
from augcli.imaging.kernels.rounding import extrapolate

_SMOOTH = [[1, 1, 1], [1, 5, 1], [1, 1, 1]]


@transform(group="blur", after="zoom_blur")
def sharpness(
    *,
    factor: Annotated[
        float,
        Real(low=0, high=10, neutral=1, default=(0.5, 2), unit="factors", unseen=(0.95, 1.05)),
    ],
) -> Pixels:
    """Soften (below 1) or sharpen (above 1): multiply the difference from a smoothed picture.

    Helps where cameras and programs sharpen pictures more or less.

    Harms where faint texture tells the class, and amplifies noise and JPEG blocks.

    Note: the same as Pillow's ``ImageEnhance.Sharpness``, which leaves the outermost pixels as they
    are.
    """

    def sharpened(image: Image) -> Array:
        pixels = image.pixels
        if min(image.frame) < 3:
            return pixels
        kernel = np.array(_SMOOTH) / np.sum(_SMOOTH)
        smooth = filter_visible(image, lambda levels: convolve(levels, kernel))
        new = extrapolate(pixels, smooth.reshape(pixels.shape), 1 - factor)
        new = new.reshape(pixels.shape)
        for rim in np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]:
            new[rim] = pixels[rim]
        return new

    return Pixels(sharpened)
