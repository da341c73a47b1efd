"""Bright levels inverted."""

from augcli.catalogue import WHITE, Annotated, Real, Tone, transform


@transform(group="tone", after="posterize", full_scale=True)
def solarize(
    *,
    threshold: Annotated[
        float,
        Real(
            low=0,
            high=256,
            neutral=256,
            default=(192, 256),
            unit="levels",
            unseen=(254, 256),
            mistaken_for=(WHITE,),
            phrase="from {} up",
        ),
    ],
) -> Tone:
    """Invert the levels from a threshold up: 256 changes nothing, 0 inverts all.

    Helps a model that relies on colour and brightness to look at shapes.

    Harms pictures that people have to recognize: light backgrounds turn black.

    Note: the same as Pillow's ``ImageOps.solarize``.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    return Tone.of(lambda levels: levels + (levels >= threshold) * (255 - 2 * levels))
