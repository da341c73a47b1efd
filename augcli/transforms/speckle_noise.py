"""Noise that multiplies."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import add_noise
from augcli.imaging.lazy import Array, np


@transform(group="noise", place=5)
def speckle_noise(
    *,
    deviation: Annotated[
        float, Real(low=0, high=1, neutral=0, default=(0, 0.15), unit="parts of the level")
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Multiply every channel of every pixel by a random factor around 1: dark stays clean.

    Helps with radar, sonar, ultrasound and laser light, where waves meet and add up.

    Harms where faint texture tells the class.

    Note: the factors are of a normal distribution with mean 1, as in scikit-image's ``speckle``.
    """

    def noisy(image: "Image") -> "Array":

        if deviation == 0:
            return image.pixels
        return add_noise(
            image, seed, lambda levels, normal: levels * (1 + np.float32(deviation) * normal)
        )

    return Pixels(noisy)
