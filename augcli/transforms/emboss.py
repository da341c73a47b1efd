"""Relief, lit from a corner."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.convolve import convolve
from augcli.imaging.lazy import Array, np

_RELIEF = [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]


@transform(group="blur", place=9)
def emboss(
    *,
    amount: Annotated[float, Real(low=0, high=1, neutral=0, default=(0, 0.4), unit="amounts")],
) -> Pixels:
    """Raise edges like a relief that is lit from the upper left.

    Helps models that should go by edges, not by the tone of areas.

    Harms where texture tells the class: no camera takes such pictures.

    Note: to each pixel is added the amount times the sum of its neighbours by the kernel -2 -1 0,
    -1 0 1, 0 1 2, row by row.
    """

    def raised(image: "Image") -> "Array":

        if amount == 0:
            return image.pixels
        kernel = np.array(_RELIEF, np.float32) * np.float32(amount)
        kernel[1, 1] = 1
        return convolve(image.pixels, kernel)

    return Pixels(raised)
