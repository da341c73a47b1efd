"""The kind that changes levels, each pixel and channel by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from augcli.catalogue.effects.effect import Effect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from augcli.imaging.image import Image
    from augcli.imaging.resampling import Resampling

    Levels = NDArray[Any]


class Linear(NamedTuple):
    """A straight curve: ``slope`` times the level, plus ``offset``."""

    slope: float
    offset: float = 0.0

    def at(self, level: Any) -> Any:
        """Give what becomes of a level, or of an array of them."""
        return level * self.slope + self.offset


@dataclass(frozen=True)
class Curve:
    """What a level becomes: floats in 0..255 to floats, whatever the depth of the picture.

    ``scope`` is ``"all"`` where every channel is treated alike, and arrays are of any shape;
    ``"colour"`` where the three channels of a picture in colour are the three rows of the array,
    and gray pictures are left alone; ``"histogram"`` where, for one channel, the second argument
    tells how many pixels have each of the levels that the first one lists.

    ``lines`` says the same where the curve is straight: one line, or one for each colour.
    """

    function: Callable[..., Levels]
    scope: Literal["all", "colour", "histogram"] = "all"
    lines: tuple[Linear, ...] = ()


@dataclass(frozen=True)
class Tone(Effect):
    """A look-up table: what each level of a channel becomes. Alpha is left alone.

    ``curves`` are applied one after the other to levels in 0..255; the result of each is clipped
    to that range. Rounding comes once, at the end.
    """

    curves: tuple[Curve, ...]

    @classmethod
    def of(cls, function: Callable[[Levels], Levels]) -> Self:
        """Make the tone of one curve for all channels."""
        return cls((Curve(function),))

    @classmethod
    def linear(cls, slope: float, offset: float) -> Self:
        """Make the tone of a straight curve for all channels, which is calculated faster."""
        linear = Linear(slope, offset)
        return cls((Curve(linear.at, lines=(linear,)),))

    @classmethod
    def of_colour(cls, red: float, green: float, blue: float) -> Self:
        """Multiply each channel of a picture in colour by its factor."""
        factors = [[red], [green], [blue]]
        lines = (Linear(red), Linear(green), Linear(blue))
        return cls((Curve(lambda levels: levels * factors, "colour", lines),))

    @classmethod
    def of_histogram(cls, function: Callable[[Levels, Levels], Levels]) -> Self:
        """Make the tone of a curve that depends on how often each level of a channel occurs."""
        return cls((Curve(function, "histogram"),))

    def then(self, after: Effect) -> Effect | None:
        """Look up in a table of a table."""
        return Tone(self.curves + after.curves) if isinstance(after, Tone) else None

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002, other kinds need it
        """Look every pixel up once."""
        from augcli.imaging.kernels.colour_matrix import without_padding
        from augcli.imaging.kernels.lookup_table import look_up

        if any(curve.scope != "all" for curve in self.curves):
            image = without_padding(image)  # a table per channel is slower with one channel more
        return image.with_pixels(look_up(image, self.curves))
