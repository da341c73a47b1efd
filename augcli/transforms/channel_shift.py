"""The same offset on every level."""

from augcli.catalogue import WHITE, Annotated, Real, Tone, transform


@transform(group="tone", after="brightness", classic=True, full_scale=True)
def channel_shift(
    *,
    offset: Annotated[
        float,
        Real(
            low=-255,
            high=255,
            neutral=0,
            default=(-20, 20),
            unit="levels",
            unseen=(-1.5, 1.5),
            mistaken_for=(WHITE,),
        ),
    ],
) -> Tone:
    """Add the same offset to every channel.

    Helps where black levels differ: other cameras, haze, scans.

    Harms where the level itself is the measurement.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    return Tone.linear(1, offset)
