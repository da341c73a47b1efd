"""Effects that need a pixel's surroundings, another picture, or noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from augcli.catalogue.effects.effect import Effect
from augcli.imaging.image import Frame, Image
from augcli.imaging.kernels.colour_matrix import without_padding
from augcli.imaging.lazy import Array
from augcli.imaging.resampling import Resampling


@dataclass(frozen=True)
class Pixels(Effect):
    """A function that makes new pixels of the same size, mode and depth. It fuses with nothing.

    ``function`` takes the picture, never of mode RGBX. It returns either the picture's own pixels,
    if it changes nothing, or a new array of shape (height, width, channels) and the picture's
    dtype. It may write anything to alpha: the old alpha is put back. Colours under alpha 0 must not
    change what can be seen: ``kernels.alpha`` helps with that. ``shares`` returns, for a size of
    the picture, how much of it comes from each of its partners, 0 to 1; soft labels need them.
    """

    function: Callable[[Image], Array]
    shares: Callable[[Frame], tuple[float, ...]] | None = None

    def neutral(self) -> Self:
        """Keep the pixels."""
        return replace(self, function=lambda image: image.pixels, shares=None)

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002, other kinds need it
        """Call the function."""
        image = without_padding(image)
        pixels = self.function(image)
        if pixels is image.pixels:
            return image
        pixels = pixels.reshape(image.pixels.shape)  # OpenCV drops a single channel
        if image.has_alpha:
            pixels[..., -1] = image.pixels[..., -1]
        return image.with_pixels(pixels)
