"""Pixels stuck at white or black."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, cv2, np, transform
from augcli.imaging.kernels.noise import random_words


@transform(group="noise", after="iso_noise", full_scale=True)
def salt_and_pepper(
    *,
    share: Annotated[
        float,
        Real(
            low=0,
            high=1,
            neutral=0,
            default=(0, 0.02),
            unit="shares of the pixels",
            unseen=(0, 0.0005),
        ),
    ],
    salt: Annotated[
        float,
        Real(
            low=0, high=1, default=(0.5, 0.5), unit="shares of white among them", phrase="{} white"
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Turn this share of all pixels white (salt) or black (pepper).

    Helps where pixels are dead or hot, bits get lost, or film is dusty.

    Harms where classes differ by small points: stars, cells, grains.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def noisy(image: Image) -> Array:
        height, width, channels = image.pixels.shape
        white = round(share * salt * 2**16)
        black = 2**16 - round(share * (1 - salt) * 2**16)
        words = random_words(seed, height, width)
        salted, kept = (
            cv2.merge([np.multiply(words < end, image.top, dtype=image.pixels.dtype)] * channels)
            for end in (white, black)
        )
        shape = image.pixels.shape
        return cv2.min(cv2.max(image.pixels, salted.reshape(shape)), kept.reshape(shape))

    return Pixels(noisy)
