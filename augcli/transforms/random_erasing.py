"""A rectangle of random pixels."""

from augcli.catalogue import Annotated, Array, Drawn, Image, Pixels, Real, Seed, transform
from augcli.imaging.kernels.noise import random_bytes
from augcli.imaging.kernels.rectangle import rectangle_sides


@transform(group="erasing", full_scale=True)
def random_erasing(
    *,
    area: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.02, 0.2),
            unit="shares of the picture's area",
            unseen=(0, 0.0005),
            phrase="{} of the area",
        ),
    ],
    aspect: Annotated[
        float, Real(low=0.1, high=10, default=(0.3, 3.3), unit="heights as multiples of widths")
    ],
    position: Annotated[list[float], Drawn(count=2)],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Replace a rectangle by random pixels: 0.1 hides 10 % of the picture.

    Helps where objects hide each other, and keeps a model from relying on one part of them.

    Harms once it hides the object, which is easy if that is small.

    Note: every level of every pixel is random. A rectangle that would be longer than the picture
    takes the whole side and keeps its area.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: Zhong et al., Random erasing data augmentation, AAAI 2020 (arXiv 2017).
    """

    def erased(image: Image) -> Array:
        frame = image.frame
        shares = rectangle_sides(area, frame.height / frame.width / aspect)
        width, height = (round(share * side) for share, side in zip(shares, frame, strict=True))
        left = round(position[0] * (frame.width - width))
        top = round(position[1] * (frame.height - height))
        pixels = image.pixels.copy()
        hidden = pixels[top : top + height, left : left + width]
        # 16-bit levels take two bytes, little-endian on every machine.
        levels = random_bytes(seed, height, width, hidden.shape[2] * hidden.itemsize)
        hidden[...] = levels.view(f"<u{hidden.itemsize}")
        return pixels

    return Pixels(erased)
