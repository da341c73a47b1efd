"""Relief, lit from a corner."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, np, transform
from augcli.imaging.kernels.alpha import filter_differences
from augcli.imaging.kernels.rounding import add_times

_RELIEF = [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]


@transform(group="blur", after="unsharp_mask")
def emboss(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0, 0.4), unit="amounts", unseen=(0, 0.02))
    ],
) -> Pixels:
    """Raise edges like a relief that is lit from the upper left.

    Helps a model to look at edges and not at the tone of areas.

    Harms where texture tells the class: no camera takes such pictures.

    Note: adds the amount times the picture filtered by the kernel -2 -1 0, -1 0 1, 0 1 2 (row by
    row).
    """

    def raised(image: Image) -> Array:
        relief = filter_differences(image, np.array(_RELIEF, np.float32))
        return add_times(image.pixels, amount, relief)

    return Pixels(raised)
