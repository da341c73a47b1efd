"""Rain."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.overlay import overlay
from augcli.imaging.kernels.particles import Drops, Shower, particles_cover
from augcli.imaging.lazy import Array

LIGHT = (0.77, 0.77, 0.77)


@transform(group="weather", place=3)
def rain(
    *,
    amount: Annotated[float, Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="amounts")],
    slant: Annotated[float, Real(low=-45, high=45, default=(-15, 15), unit="degrees", symbol="°")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Let rain fall in front of the picture: 1 is a downpour.

    Helps outdoors, in traffic and for cameras that watch a place in any weather.

    Harms where fine lines tell the class, and looks odd indoors.

    Note: streaks of three distances, blurred by their speed, before a haze that takes up to a
    quarter of the contrast. A slant is positive where drops fall to the right.
    """

    def rainy(image: "Image") -> "Array":

        if amount == 0:
            return image.pixels
        kinds = (
            Drops(900 * amount, 0.0011, 0.03, 0.4),
            Drops(350 * amount, 0.0015, 0.07, 0.55),
            Drops(50 * amount, 0.0028, 0.16, 0.5),
        )
        cover = particles_cover(seed, image, Shower(kinds, slant, 0.25 * amount))
        return overlay(image, cover, LIGHT)

    return Pixels(rainy)
