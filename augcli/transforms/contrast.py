"""Contrast, by a factor."""

from augcli.catalogue import Annotated, Choice, Real, Tone, transform

MID_GRAY = 127.5


@transform(group="tone", after="channel_shift", classic=True)
def contrast(
    *,
    factor: Annotated[
        float,
        Real(low=0, high=100, neutral=1, default=(0.8, 1.2), unit="factors", unseen=(0.97, 1.03)),
    ],
    pivot: Annotated[
        str,
        Choice(
            words=("mean", "middle"),
            help="Which gray stays as it is: the picture's own mean, or 127.5 (middle).",
        ),
    ],
) -> Tone:
    """Multiply every level's distance from the picture's mean: 0 is gray, 1 changes nothing.

    Helps where light is hard or flat, or cameras differ.

    Harms where faint structure tells the class: low contrast hides it.

    Note: the same as Pillow's ``ImageEnhance.Contrast``. The mean is the mean luma (ITU-R BT.601)
    of the pixels that the step gets, rounded to a whole level. Pixels with alpha 0 don't count.
    ``--contrast-pivot middle`` turns about mid-gray, 127.5: the same line for every picture.
    """
    if pivot == "middle":
        return Tone.linear(factor, MID_GRAY * (1 - factor))
    return Tone.of_mean(lambda levels, mean: levels * factor + mean * (1 - factor))
