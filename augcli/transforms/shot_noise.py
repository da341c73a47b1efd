"""The noise of counting photons."""

from augcli.catalogue import WHITE, Annotated, Array, Image, Pixels, Real, Seed, np, transform
from augcli.imaging.kernels.noise import add_noise

MID_GRAY = 127.5


@transform(group="noise", after="gaussian_noise", full_scale=True)
def shot_noise(
    *,
    strength: Annotated[
        float,
        Real(
            low=0,
            high=64,
            neutral=0,
            default=(0, 12),
            unit="levels at mid-gray",
            unseen=(0, 0.9),
            mistaken_for=(WHITE,),
        ),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Add the noise of low light: every pixel counts photons, and bright pixels vary more.

    Helps with pictures taken in dim light, through microscopes or by X-rays.

    Harms where faint texture tells the class.

    Note: close to a Poisson distribution, whose variance is proportional to the level. The strength
    is the deviation at mid-gray. A count is the square of a normal number around its root: this
    keeps the mean within 3 % from one photon up, and adds an eighth of a photon to the variance.
    Counts below that give smooth levels instead of rare dots. Black stays black.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """

    def noisy(image: Image) -> Array:
        photons = np.float32(MID_GRAY / strength**2)  # per level

        def counted(levels: Array, normal: Array) -> Array:
            root = np.maximum(np.sqrt(levels * photons) + normal / 2, 0)
            # The mean of the square is a quarter too high.
            return np.where(levels > 0, (root**2 - np.float32(0.25)) / photons, 0)

        return add_noise(image, seed, counted)

    return Pixels(noisy)
