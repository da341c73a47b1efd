"""Saturation, by a factor."""

from typing import Annotated

from augcli.kinds import Mix
from augcli.knobs import Real
from augcli.registry import transform

RED, GREEN, BLUE = 0.299, 0.587, 0.114  # ITU-R BT.601


@transform(group="colour", place=3)
def saturation(
    *,
    factor: Annotated[float, Real(low=0, high=10, neutral=1, default=(0.6, 1.4), unit="factors")],
) -> Mix:
    """Multiply every colour's distance from its gray: 0 is gray, 1 changes nothing.

    Helps where cameras and light differ in how vivid they make colours.

    Harms where a shade of colour tells the class.

    Note: as Pillow's ``ImageEnhance.Color``.
    """
    rest = 1 - factor
    red, green, blue = rest * RED, rest * GREEN, rest * BLUE
    return Mix.of(
        (red + factor, green, blue),
        (red, green + factor, blue),
        (red, green, blue + factor),
    )
