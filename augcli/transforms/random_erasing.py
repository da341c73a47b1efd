"""A rectangle of random pixels."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Drawn, Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import random_bytes
from augcli.imaging.kernels.rectangle import rectangle_sides
from augcli.imaging.lazy import Array


@transform(group="erasing", place=1)
def random_erasing(
    *,
    area: Annotated[
        float,
        Real(low=0, high=1, neutral=0, default=(0.02, 0.2), unit="shares of the picture's area"),
    ],
    aspect: Annotated[
        float, Real(low=0.1, high=10, default=(0.3, 3.3), unit="heights as multiples of widths")
    ],
    position: Annotated[list[float], Drawn(count=2)],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Put a rectangle of random pixels somewhere: 0.1 hides 10 % of the picture.

    Helps where things are partly hidden by others, and against leaning on one part of them.

    Harms once it hides what tells the class, as it can with small things.

    Note: every level of every pixel is drawn by itself. A rectangle that would be longer than the
    picture takes the whole side and keeps its area.

    Source: Zhong et al., Random erasing data augmentation, AAAI 2020 (arXiv 2017).
    """

    def erased(image: "Image") -> "Array":

        frame = image.frame
        shares = rectangle_sides(area, frame.height / frame.width / aspect)
        width, height = (round(share * side) for share, side in zip(shares, frame, strict=True))
        if not width or not height:
            return image.pixels
        left = round(position[0] * (frame.width - width))
        top = round(position[1] * (frame.height - height))
        pixels = image.pixels.copy()
        hidden = pixels[top : top + height, left : left + width]
        # Two bytes a level where they are 16 bit; in one order on every machine.
        levels = random_bytes(seed, height, width, hidden.shape[2] * hidden.itemsize)
        hidden[...] = levels.view(f"<u{hidden.itemsize}")
        return pixels

    return Pixels(erased)
