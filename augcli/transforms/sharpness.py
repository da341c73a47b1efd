"""Sharpness, by a factor."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, cv2, np, transform
from augcli.imaging.kernels.convolve import convolve

_SMOOTH = [[1, 1, 1], [1, 5, 1], [1, 1, 1]]


@transform(group="blur", after="zoom_blur")
def sharpness(
    *,
    factor: Annotated[float, Real(low=0, high=10, neutral=1, default=(0.5, 2), unit="factors")],
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
        smooth = convolve(pixels, np.array(_SMOOTH, np.float32) / np.sum(_SMOOTH))
        new = cv2.addWeighted(pixels.reshape(smooth.shape), factor, smooth, 1 - factor, 0)
        new = new.reshape(pixels.shape)
        for rim in np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]:
            new[rim] = pixels[rim]
        return new

    return Pixels(sharpened)
