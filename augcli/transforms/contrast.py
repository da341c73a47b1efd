"""Contrast, by a factor."""

from typing import Annotated

from augcli.catalogue.effects import Tone
from augcli.catalogue.knobs import Real
from augcli.catalogue.registry import transform

MID_GRAY = 127.5


@transform(group="tone", place=3, classic=True)
def contrast(
    *,
    factor: Annotated[float, Real(low=0, high=100, neutral=1, default=(0.8, 1.2), unit="factors")],
) -> Tone:
    """Multiply every level's distance from mid-gray: 0 is gray, 1 changes nothing.

    Helps where light is hard or flat, or cameras differ.

    Harms where faint structure tells the class: low contrast buries it.
    """
    return Tone.linear(factor, MID_GRAY * (1 - factor))
