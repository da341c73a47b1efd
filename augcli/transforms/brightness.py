"""Brightness, by a factor."""

from augcli.catalogue import Annotated, Real, Tone, transform


@transform(group="tone", classic=True)
def brightness(
    *,
    factor: Annotated[
        float,
        Real(low=0, high=100, neutral=1, default=(0.8, 1.2), unit="factors", unseen=(0.98, 1.02)),
    ],
) -> Tone:
    """Multiply every level: 0 is black, 1 changes nothing.

    Helps where exposure differs from picture to picture.

    Harms where the level itself is the measurement, and once most of the picture is clipped.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    return Tone.linear(factor, 0)
