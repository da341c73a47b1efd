"""Histogram equalization."""

from augcli.catalogue import Array, Tone, transform


@transform(group="tone", after="autocontrast")
def equalize() -> Tone:
    """Spread the levels of each channel so that all are about equally frequent.

    Helps where pictures differ in exposure and contrast.

    Harms where level and colour tell classes apart, and amplifies noise in flat areas.

    Note: a level becomes the share of pixels below it, as in Pillow's ``ImageOps.equalize``. Pillow
    rounds to whole pixels a level, which differs visibly in small pictures. Pixels that are fully
    transparent don't count.
    """
    return Tone.of_histogram(_equal)


def _equal(levels: Array, counts: Array) -> Array:
    below = counts.cumsum() - counts
    # The lightest level becomes white, so its own pixels don't count.
    lightest = below[counts > 0][-1]
    return levels if lightest == 0 else below * (255 / lightest)
