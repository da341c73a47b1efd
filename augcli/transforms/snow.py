"""Falling snow."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, transform
from augcli.imaging.kernels.overlay import WHITE, overlay
from augcli.imaging.kernels.particles import Drops, Shower, particles_cover


@transform(group="weather", after="rain", full_scale=True)
def snow(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="amounts", unseen=(0, 0.01))
    ],
    slant: Annotated[float, Real(low=-60, high=60, default=(-30, 30), unit="degrees")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Let snow fall in front of the picture, which gets brighter: 1 is a blizzard.

    Helps outdoors, in traffic and with cameras that watch a place in any weather.

    Harms where white specks tell the class, and looks odd indoors.

    Note: flakes at four distances, blurred by their speed, over a white haze of up to a quarter. A
    positive slant means that flakes fall to the right.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def snowy(image: Image) -> Array:
        kinds = (
            Drops(1500 * amount, 0.0016, 0.003, 0.8),
            Drops(450 * amount, 0.003, 0.008, 0.9),
            Drops(90 * amount, 0.006, 0.016, 0.85),
            Drops(14 * amount, 0.014, 0.035, 0.6),
        )
        cover = particles_cover(seed, image, Shower(kinds, slant, 0.25 * amount))
        return overlay(image, cover, WHITE)

    return Pixels(snowy)
