"""Noise that multiplies levels."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, np, transform
from augcli.imaging.kernels.noise import add_noise


@transform(group="noise", after="salt_and_pepper")
def speckle_noise(
    *,
    deviation: Annotated[
        float,
        Real(
            low=0, high=1, neutral=0, default=(0, 0.15), unit="parts of the level", unseen=(0, 0.01)
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Multiply every channel of every pixel by a random factor around 1: dark stays clean.

    Helps with radar, sonar, ultrasound and laser light, where waves interfere.

    Harms where faint texture tells the class.

    Note: the factors are normal with mean 1, as in scikit-image's ``speckle``.
    """

    def noisy(image: Image) -> Array:
        return add_noise(
            image, seed, lambda levels, normal: levels * (1 + np.float32(deviation) * normal)
        )

    return Pixels(noisy)
