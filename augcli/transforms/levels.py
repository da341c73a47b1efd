"""The black point and the white point."""

from augcli.catalogue import WHITE, Annotated, Real, Tone, Twin, transform


@transform(group="tone", after="invert", full_scale=True)
def levels(
    *,
    black: Annotated[
        float,
        Real(
            low=-100,
            high=100,
            neutral=0,
            default=(-20, 20),
            unit="levels",
            unseen=(-1.5, 1.5),
            mistaken_for=(WHITE,),
            ways=("lighter", "darker"),
        ),
    ],
    white: Annotated[
        float, Twin(of="black", switch="together", help="Move both points by the same levels.")
    ],
) -> Tone:
    """Move the black point and the white point; positive is darker.

    Helps where cameras, scanners or haze differ in their black and white.

    Harms where the level itself is the measurement. A positive black clips shadows, a negative
    white clips highlights.

    Note: ``(level - black) / (255 + white - black) * 255``. Black and white are drawn separately
    from the same range.

    Note: 255 stands for full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    scale = 255 / (255 + white - black)
    return Tone.linear(scale, -black * scale)
