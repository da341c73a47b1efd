"""A square under one level."""

from augcli.catalogue import Annotated, Array, Drawn, Image, Pixels, Real, transform
from augcli.imaging.kernels.erase import scale_level


@transform(group="erasing", after="random_erasing", full_scale=True)
def cutout(
    *,
    side: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0.1, 0.3),
            unit="fractions of the shorter side",
            unseen=(0, 0.01),
        ),
    ],
    level: Annotated[float, Real(low=0, high=255, default=(128, 128), unit="gray levels")],
    centre: Annotated[list[float], Drawn(count=2)],
) -> Pixels:
    """Hide a square under gray: 0.3 is a side of 30 % of the picture's shorter side.

    Helps where objects hide each other, and keeps a model from relying on one part of them.

    Harms once it hides the object, which is easy if that is small.

    Note: the centre is anywhere in the picture, so parts of the square may lie outside.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: DeVries and Taylor, Improved regularization of convolutional neural networks with
    cutout, 2017.
    """

    def cut(image: Image) -> Array:
        length = round(side * min(image.frame))
        left, top = (
            round(share * whole - length / 2)
            for share, whole in zip(centre, image.frame, strict=True)
        )
        pixels = image.pixels.copy()
        pixels[max(0, top) : top + length, max(0, left) : left + length] = scale_level(image, level)
        return pixels

    return Pixels(cut)
