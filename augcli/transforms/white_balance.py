"""White balance, each channel on its own."""

from augcli.catalogue import Annotated, Real, Tone, Twin, transform

_TOGETHER = "Draw one factor for all three channels."


@transform(group="colour", after="temperature")
def white_balance(
    *,
    red: Annotated[
        float,
        Real(low=0, high=4, neutral=1, default=(0.9, 1.1), unit="factors", unseen=(0.98, 1.02)),
    ],
    green: Annotated[float, Twin(of="red", switch="together", help=_TOGETHER)],
    blue: Annotated[float, Twin(of="red", switch="together", help=_TOGETHER)],
) -> Tone:
    """Multiply red, green and blue, each by its own factor: a cast of any colour.

    Helps where lamps and cameras tint pictures differently.

    Harms where colour tells the class (ripe or not, stained or not).

    Note: the three factors are drawn from the same range. Gray pictures stay as they are.
    """
    return Tone.of_colour(red, green, blue)
