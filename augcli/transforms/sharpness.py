"""Sharpness, by a factor."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.convolve import convolve
from augcli.imaging.lazy import Array, cv2, np

_SMOOTH = [[1, 1, 1], [1, 5, 1], [1, 1, 1]]


@transform(group="blur", place=7)
def sharpness(
    *,
    factor: Annotated[float, Real(low=0, high=10, neutral=1, default=(0.5, 2), unit="factors")],
) -> Pixels:
    """Soften below 1, sharpen above: multiply what tells each pixel from its neighbours.

    Helps where cameras and programs sharpen pictures more or less.

    Harms where faint texture tells the class, and brings up noise and JPEG blocks.

    Note: as Pillow's ``ImageEnhance.Sharpness``, which leaves the outermost pixels as they are.
    """

    def sharpened(image: "Image") -> "Array":

        pixels = image.pixels
        if factor == 1 or min(image.frame) < 3:
            return pixels
        smooth = convolve(pixels, np.array(_SMOOTH, np.float32) / np.sum(_SMOOTH))
        new = cv2.addWeighted(pixels.reshape(smooth.shape), factor, smooth, 1 - factor, 0)
        new = new.reshape(pixels.shape)
        for rim in np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:]:
            new[rim] = pixels[rim]
        return new

    return Pixels(sharpened)
