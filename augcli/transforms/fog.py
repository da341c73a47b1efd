"""Fog, in clouds."""

from typing import Annotated

from augcli.catalogue.effects import Pixels
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Seed
from augcli.catalogue.registry import transform
from augcli.imaging.image import Image
from augcli.imaging.kernels.overlay import fractal_noise, overlay, reduced_frame
from augcli.imaging.lazy import Array, np

LIGHT = (0.87, 0.89, 0.91)


@transform(group="weather", place=5)
def fog(
    *,
    density: Annotated[float, Real(low=0, high=1, neutral=0, default=(0.1, 0.5), unit="densities")],
    seed: Annotated[int, Seed()],
) -> Pixels:
    """Lay fog over the picture, thicker here and thinner there: 1 hides nearly all of it.

    Helps outdoors, in traffic and from the air; and with dirty or steamed-up lenses.

    Harms where pale and vivid are different classes.

    Note: the density times 0.3 to 0.95 of the light of each pixel is replaced by light gray. The
    clouds are noise of six octaves, each half as strong as the next coarser one.

    Source: after the fog of Hendrycks and Dietterich, Benchmarking neural network robustness to
    common corruptions and perturbations, ICLR 2019, which doesn't wash out white as this one does.
    """

    def foggy(image: "Image") -> "Array":

        if density == 0:
            return image.pixels
        thick = 0.68 + 0.13 * fractal_noise(seed, reduced_frame(image.frame, 128), 6)
        return overlay(image, np.clip(thick, 0.3, 0.95) * np.float32(density), LIGHT)

    return Pixels(foggy)
