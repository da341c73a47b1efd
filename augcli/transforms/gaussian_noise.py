"""Noise of a normal distribution."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import add_noise
from augcli.imaging.lazy import Array, np


@transform(group="noise", place=1)
def gaussian_noise(
    *,
    deviation: Annotated[float, Real(low=0, high=128, neutral=0, default=(0, 20), unit="levels")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Add noise of a normal distribution to every channel of every pixel.

    Helps where sensors are noisy, and against leaning on single pixels.

    Harms where faint texture tells the class.

    Note: in 8 bits none is beyond 2.9 deviations.
    """

    def noisy(image: "Image") -> "Array":

        if deviation == 0:
            return image.pixels
        return add_noise(
            image, seed, lambda levels, normal: levels + np.float32(deviation) * normal
        )

    return Pixels(noisy)
