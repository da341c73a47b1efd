"""Noise of counting photons."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.noise import add_noise
from augcli.imaging.lazy import Array, np

MID_GRAY = 127.5


@transform(group="noise", place=2)
def shot_noise(
    *,
    strength: Annotated[
        float, Real(low=0, high=64, neutral=0, default=(0, 12), unit="levels at mid-gray")
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Add the noise of too little light: every pixel counts photons, and bright ones vary more.

    Helps with pictures taken in dim light, through microscopes or by X-rays.

    Harms where faint texture tells the class.

    Note: as a Poisson distribution, with variance in proportion to the level; the strength is the
    deviation at mid-gray. A count is drawn as the square of a normal number about its root, which
    keeps the mean, from one photon on to within 3 %, and adds an eighth of a photon to the
    variance. Where counts would be few and far apart, levels stay smooth. Black stays black.
    """

    def noisy(image: "Image") -> "Array":

        if strength == 0:
            return image.pixels
        photons = np.float32(MID_GRAY / strength**2)  # for each level

        def counted(levels: "Array", normal: "Array") -> "Array":
            root = np.maximum(np.sqrt(levels * photons) + normal / 2, 0)
            # The square has a mean that is a quarter too high.
            return np.where(levels > 0, (root**2 - np.float32(0.25)) / photons, 0)

        return add_noise(image, seed, counted)

    return Pixels(noisy)
