"""Effects that mix the colour channels of each pixel: saturation, hue, sepia."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from augcli.catalogue.effects.effect import Effect
from augcli.imaging.image import Image
from augcli.imaging.kernels.colour_matrix import Row, Rows, mix_channels, without_padding
from augcli.imaging.resampling import Resampling

LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601: how bright red, green and blue look


@dataclass(frozen=True)
class Mix(Effect):
    """A colour matrix: one row each for the new red, green and blue.

    A row holds the factors of the old red, green and blue, and an offset in levels of 255. Alpha
    and gray pictures stay as they are.
    """

    rows: Rows

    @classmethod
    def of(cls, *rows: tuple[float, float, float]) -> Self:
        """Return the mix of three rows of three factors, without offsets."""
        red, green, blue = ((*row, 0.0) for row in rows)
        return cls((red, green, blue))

    @classmethod
    def partly(cls, amount: float, *rows: tuple[float, float, float]) -> Self:
        """Return a blend: 0 keeps the picture, 1 is the mix of the three rows of factors."""
        (p, q, r), (s, t, u), (v, w, x) = rows
        rest = 1 - amount
        return cls.of(
            (amount * p + rest, amount * q, amount * r),
            (amount * s, amount * t + rest, amount * u),
            (amount * v, amount * w, amount * x + rest),
        )

    @classmethod
    def offset(cls, red: float, green: float, blue: float) -> Self:
        """Return the mix that adds levels to each channel."""
        return cls(((1.0, 0.0, 0.0, red), (0.0, 1.0, 0.0, green), (0.0, 0.0, 1.0, blue)))

    def neutral(self) -> Self:
        """Keep every colour."""
        return self.offset(0.0, 0.0, 0.0)

    def then(self, after: Effect) -> Effect | None:
        """Multiply the matrices."""
        return self._joined(after) if isinstance(after, Mix) else None

    def _joined(self, after: Mix) -> Mix:
        def row(r: float, g: float, b: float, added: float) -> Row:
            (p, q, s, t), (u, v, w, x), (y, z, k, m) = self.rows
            return (
                r * p + g * u + b * y,
                r * q + g * v + b * z,
                r * s + g * w + b * k,
                r * t + g * x + b * m + added,
            )

        red, green, blue = after.rows
        return Mix((row(*red), row(*green), row(*blue)))

    def apply(self, image: Image, resampling: Resampling) -> Image:  # noqa: ARG002, other kinds need it
        """Multiply every pixel once."""
        if image.is_gray or self == self.neutral():
            return image
        image = without_padding(image)
        return image.with_pixels(mix_channels(image, self.rows))
