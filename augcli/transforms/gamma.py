"""Gamma, the exponent of levels."""

from augcli.catalogue import Annotated, Real, Tone, transform


@transform(group="tone", after="contrast", full_scale=True)
def gamma(
    *,
    exponent: Annotated[
        float,
        Real(
            low=0.1,
            high=10,
            neutral=1,
            default=(0.7, 1.4),
            unit="exponents",
            unseen=(0.97, 1.03),
            ways=("lighter", "darker"),
        ),
    ],
) -> Tone:
    """Brighten (below 1) or darken (above 1) the mid-tones; black and white stay.

    Helps where exposure differs and nothing is clipped.

    Harms where the level itself is the measurement.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    return Tone.of(lambda levels: 255 * (levels / 255) ** exponent)
