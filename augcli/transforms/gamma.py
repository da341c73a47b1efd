"""Gamma, the exponent of levels."""

from augcli.catalogue import Annotated, Real, Tone, transform


@transform(group="tone", after="contrast")
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
