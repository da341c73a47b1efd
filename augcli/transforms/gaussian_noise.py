"""Normal noise."""

from augcli.catalogue import WHITE, Annotated, Array, Image, Pixels, Real, Seed, np, transform
from augcli.imaging.kernels.noise import add_noise


@transform(group="noise", full_scale=True)
def gaussian_noise(
    *,
    deviation: Annotated[
        float,
        Real(
            low=0,
            high=128,
            neutral=0,
            default=(0, 20),
            unit="levels",
            unseen=(0, 0.9),
            mistaken_for=(WHITE,),
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Add normal noise to every channel of every pixel.

    Helps where sensors are noisy, and keeps a model from relying on single pixels.

    Harms where faint texture tells the class.

    Note: in 8-bit pictures, no noise exceeds 2.9 deviations.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def noisy(image: Image) -> Array:
        return add_noise(
            image, seed, lambda levels, normal: levels + np.float32(deviation) * normal
        )

    return Pixels(noisy)
