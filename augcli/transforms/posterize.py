"""Fewer levels."""

from augcli.catalogue import Annotated, Tone, Whole, transform


@transform(group="tone", after="gamma")
def posterize(
    *, bits: Annotated[int, Whole(low=1, high=8, neutral=8, default=(3, 6), unit="bits a channel")]
) -> Tone:
    """Keep only the highest bits of every level: 8 keeps all, 1 leaves two levels.

    Helps against leaning on fine shades, and where cheap screens or codecs draw bands.

    Harms where smooth shading tells the class, and makes pictures darker below 4 bits.

    Note: as Pillow's ``ImageOps.posterize``. 16-bit pictures get the same few levels.
    """
    step = 2 ** (8 - bits)
    # 257 / 256 cuts 16-bit levels where their high bits change; 1e-6 outweighs rounding errors.
    return Tone.of(lambda levels: (levels * (257 / 256) + 1e-6) // step * step)
