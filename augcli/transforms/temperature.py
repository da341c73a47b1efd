"""White balance between blue and orange."""

from augcli.catalogue import Annotated, Real, Tone, transform


@transform(group="colour")
def temperature(
    *,
    warmth: Annotated[
        float,
        Real(
            low=-1,
            high=1,
            neutral=0,
            default=(-0.3, 0.3),
            unit="warmth",
            unseen=(-0.02, 0.02),
            ways=("cooler", "warmer"),
        ),
    ],
) -> Tone:
    """Warm the light towards orange, or cool it towards blue if negative.

    Helps where light differs (sun, shade, lamps) or cameras balance white differently.

    Harms where colour tells the class (ripe or not, stained or not).

    Note: red is multiplied by 2 to the power of warmth / 2, and blue divided by it. Gray pictures
    stay as they are.
    """
    gain = 2 ** (warmth / 2)
    return Tone.of_colour(gain, 1.0, 1 / gain)
