"""Corners darker than the centre, as many lenses make them."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, transform
from augcli.imaging.kernels.overlay import BLACK, coordinates, overlay


@transform(group="weather", after="spatter")
def vignette(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0, 0.5), unit="amounts", unseen=(0, 0.03))
    ],
) -> Pixels:
    """Darken towards the corners: 1 makes them black.

    Helps with wide or cheap lenses, open apertures, microscopes and endoscopes.

    Harms where the tone near the edges tells the class.

    Note: multiplies each level by 1 - amount · r². The distance r from the centre is 1 in the
    corners, so the shade is round in a picture of any shape. Hugin describes lenses by the same
    formula with two more terms, of r⁴ and r⁶.
    """

    def darkened(image: Image) -> Array:
        width, height = image.frame
        x, y = coordinates(image.frame)
        corner = (width**2 + height**2) / (2 * min(width, height)) ** 2
        return overlay(image, (x**2 + y**2) * (amount / corner), BLACK)

    return Pixels(darkened)
