"""Gamma, the exponent of levels."""

from typing import Annotated

from augcli.catalogue.effects import Tone
from augcli.catalogue.knobs import Real
from augcli.catalogue.registry import transform


@transform(group="tone", place=4)
def gamma(
    *,
    exponent: Annotated[
        float, Real(low=0.1, high=10, neutral=1, default=(0.7, 1.4), unit="exponents")
    ],
) -> Tone:
    """Brighten or darken the middle, black and white staying: below 1 is brighter.

    Helps where exposure differs and nothing is clipped: it keeps both ends.

    Harms where the level itself is the measurement.
    """
    return Tone.of(lambda levels: 255 * (levels / 255) ** exponent)
