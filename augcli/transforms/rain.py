"""Rain."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, transform
from augcli.imaging.kernels.overlay import overlay
from augcli.imaging.kernels.particles import Drops, Shower, particles_cover

LIGHT = (0.77, 0.77, 0.77)


@transform(group="weather", after="sun_flare", full_scale=True)
def rain(
    *,
    amount: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="amounts", unseen=(0, 0.01))
    ],
    slant: Annotated[float, Real(low=-45, high=45, default=(-15, 15), unit="degrees")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Let rain fall in front of the picture: 1 is a downpour.

    Helps outdoors, in traffic and with cameras that watch a place in any weather.

    Harms where fine lines tell the class, and looks odd indoors.

    Note: streaks at three distances, blurred by their speed, over a haze that takes up to a quarter
    of the contrast. A positive slant means that drops fall to the right.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def rainy(image: Image) -> Array:
        kinds = (
            Drops(900 * amount, 0.0011, 0.03, 0.4),
            Drops(350 * amount, 0.0015, 0.07, 0.55),
            Drops(50 * amount, 0.0028, 0.16, 0.5),
        )
        cover = particles_cover(seed, image, Shower(kinds, slant, 0.25 * amount))
        return overlay(image, cover, LIGHT)

    return Pixels(rainy)
