"""Effects that change each level by itself: brightness, contrast, gamma."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from augcli.catalogue.effects.effect import Effect
from augcli.imaging.image import Image
from augcli.imaging.kernels.colour_matrix import without_padding
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.lookup_table import apply_tone
from augcli.imaging.lazy import Array
from augcli.imaging.resampling import Resampling


@dataclass(frozen=True)
class Tone(Effect):
    """A look-up table: each level of a channel becomes another level. Alpha stays as it is.

    ``curves`` are applied one after the other to levels in 0..255. The result of each is clipped
    to that range; the last is rounded.
    """

    curves: tuple[Curve, ...]

    @classmethod
    def of(cls, function: Callable[[Array], Array]) -> Self:
        """Return the tone of one curve for all channels: an array of levels in, one out."""
        return cls((Curve(function),))

    @classmethod
    def linear(cls, slope: float, offset: float) -> Self:
        """Make the tone of a straight curve for all channels."""
        return cls.of(lambda levels: levels * slope + offset)

    @classmethod
    def of_colour(cls, red: float, green: float, blue: float) -> Self:
        """Return the tone that multiplies each channel by its factor. Gray pictures stay."""
        factors = [[red], [green], [blue]]
        return cls((Curve(lambda levels: levels * factors, "colour"),))

    @classmethod
    def of_histogram(cls, function: Callable[[Array, Array], Array]) -> Self:
        """Return the tone of a curve that takes levels and how many pixels have each of them.

        Pixels under alpha 0 don't count, since nobody sees them.
        """
        return cls((Curve(function, "histogram"),))

    @classmethod
    def of_mean(cls, function: Callable[[Array, float], Array]) -> Self:
        """Return the tone of a curve that takes levels and the mean level of the picture."""
        return cls((Curve(function, "mean"),))

    def neutral(self) -> Self:
        """Keep every level."""
        return self.linear(1, 0)

    def then(self, after: Effect) -> Effect | None:
        """Append the curves of another tone."""
        return Tone(self.curves + after.curves) if isinstance(after, Tone) else None

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002, other kinds need it
        """Look up every pixel once."""
        if any(curve.scope in ("colour", "histogram") for curve in self.curves):
            image = without_padding(image)  # a table per channel is slower with one channel more
        return image.with_pixels(apply_tone(image, self.curves))
