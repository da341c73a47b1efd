"""Contrast, by a factor."""

from augcli.catalogue import Annotated, Real, Tone, transform

MID_GRAY = 127.5


@transform(group="tone", after="channel_shift", classic=True)
def contrast(
    *,
    factor: Annotated[float, Real(low=0, high=100, neutral=1, default=(0.8, 1.2), unit="factors")],
) -> Tone:
    """Multiply every level's distance from mid-gray: 0 is gray, 1 changes nothing.

    Helps where light is hard or flat, or cameras differ.

    Harms where faint structure tells the class: low contrast hides it.
    """
    return Tone.linear(factor, MID_GRAY * (1 - factor))
