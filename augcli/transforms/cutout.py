"""A square of one level."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Drawn
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.erase import scale_level
from augcli.imaging.lazy import Array


@transform(group="erasing", place=2)
def cutout(
    *,
    side: Annotated[
        float,
        Real(low=0, high=1, neutral=0, default=(0.1, 0.3), unit="fractions of the shorter side"),
    ],
    level: Annotated[float, Real(low=0, high=255, default=(128, 128), unit="levels")],
    centre: Annotated[list[float], Drawn(count=2)],
) -> Pixels:
    """Hide a square under gray: 0.3 is a side of 30 % of the picture's shorter one.

    Helps where things are partly hidden by others, and against leaning on one part of them.

    Harms once it hides what tells the class, as it can with small things.

    Note: its centre may be anywhere in the picture, so that parts of it may lie outside.

    Source: DeVries and Taylor, Improved regularization of convolutional neural networks with
    cutout, 2017.
    """

    def cut(image: "Image") -> "Array":

        length = round(side * min(image.frame))
        if length == 0:
            return image.pixels
        left, top = (
            round(share * whole - length / 2)
            for share, whole in zip(centre, image.frame, strict=True)
        )
        pixels = image.pixels.copy()
        pixels[max(0, top) : top + length, max(0, left) : left + length] = scale_level(image, level)
        return pixels

    return Pixels(cut)
