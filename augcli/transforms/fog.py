"""Uneven fog."""

from augcli.catalogue import Annotated, Array, Image, Pixels, Real, Seed, np, transform
from augcli.imaging.kernels.fractal_noise import fractal_noise
from augcli.imaging.kernels.overlay import overlay, reduced_frame

LIGHT = (0.87, 0.89, 0.91)


@transform(group="weather", after="snow", full_scale=True)
def fog(
    *,
    density: Annotated[
        float,
        Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="densities", unseen=(0, 0.02)),
    ],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Lay uneven fog over the picture: 1 hides nearly all of it.

    Helps outdoors, in traffic, in aerial pictures, and with dirty or steamed-up lenses.

    Harms where pale and vivid are different classes.

    Note: light gray replaces 0.3 to 0.95 times the density of each pixel's light. The clouds are
    noise of six octaves, each half as strong as the next coarser one.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.

    Source: after the fog of Hendrycks and Dietterich, Benchmarking neural network robustness to
    common corruptions and perturbations, ICLR 2019. Unlike there, white washes out to gray.
    """

    def foggy(image: Image) -> Array:
        thick = 0.68 + 0.13 * fractal_noise(seed, reduced_frame(image.frame, 128), 6)
        return overlay(image, np.clip(thick, 0.3, 0.95) * np.float32(density), LIGHT)

    return Pixels(foggy)
