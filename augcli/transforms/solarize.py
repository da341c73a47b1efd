"""Bright levels as a negative."""

from augcli.catalogue import Annotated, Real, Tone, transform


@transform(group="tone", after="posterize")
def solarize(
    *,
    threshold: Annotated[
        float, Real(low=0, high=256, neutral=256, default=(192, 256), unit="levels")
    ],
) -> Tone:
    """Invert the levels from a threshold on: 256 changes nothing, 0 inverts all.

    Helps models that lean on colour and brightness to look at shapes.

    Harms what people have to recognize: light backgrounds turn black.

    Note: as Pillow's ``ImageOps.solarize``.
    """
    return Tone.of(lambda levels: levels + (levels >= threshold) * (255 - 2 * levels))
