"""Contrast stretched as far as the levels allow."""

from augcli.catalogue import Annotated, Array, Real, Tone, transform


@transform(group="tone", after="levels")
def autocontrast(
    *,
    cutoff: Annotated[float, Real(low=0, high=40, default=(0, 2), unit="percents of pixels")],
) -> Tone:
    """Stretch each channel to black and white, after cutting off some pixels at both ends.

    Helps where pictures differ in exposure, haze and colour cast.

    Harms where level and colour tell classes apart.

    Note: the same as Pillow's ``ImageOps.autocontrast``. At a cutoff of 0, a channel that already
    has black and white stays as it is. Transparent pixels don't count.
    """

    def stretched(levels: Array, counts: Array) -> Array:
        up_to = counts.cumsum()
        cut = up_to[-1] * cutoff // 100
        low = levels[up_to > cut][0]
        high = levels[up_to[-1] - up_to + counts > cut][-1]
        return levels if low >= high else (levels - low) * (255 / (high - low))

    return Tone.of_histogram(stretched)
