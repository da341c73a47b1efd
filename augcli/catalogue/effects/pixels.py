"""The kind of all that needs a pixel's surroundings, or chance: it fuses with nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from augcli.catalogue.effects.effect import Effect
from augcli.imaging.image import Image
from augcli.imaging.kernels.colour_matrix import without_padding
from augcli.imaging.lazy import Array
from augcli.imaging.resampling import Resampling


@dataclass(frozen=True)
class Pixels(Effect):
    """A new picture of the same size, mode and depth, made by ``function`` from the old one.

    The function never gets mode RGBX. It gives pixels of the picture's dtype, in an array that it
    made or, where it changes nothing, that of the picture. It may do as it likes with alpha, which
    is put back. ``shares`` are the parts that other pictures have
    in the new one, each 0 to 1, for the labels.
    """

    function: Callable[[Image], Array]
    shares: tuple[float, ...] = ()

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002, other kinds need it
        """Make the new picture."""
        image = without_padding(image)
        pixels = self.function(image)
        if pixels is image.pixels:
            return image
        pixels = pixels.reshape(image.pixels.shape)  # OpenCV drops a single channel
        if image.has_alpha:
            pixels[..., -1] = image.pixels[..., -1]
        return image.with_pixels(pixels)
