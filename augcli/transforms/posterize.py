"""Fewer bits per channel."""

from augcli.catalogue import Annotated, Tone, Whole, transform


@transform(group="tone", after="gamma", full_scale=True)
def posterize(
    *,
    bits: Annotated[
        int, Whole(low=1, high=8, neutral=8, default=(3, 6), unit="bits a channel", unseen=(7, 8))
    ],
) -> Tone:
    """Keep only the highest bits of every level: 8 keeps all, 1 leaves two levels.

    Helps a model to rely less on fine shades, and where cheap screens or codecs show bands.

    Harms where smooth shading tells the class. Below 4 bits, pictures get darker.

    Note: the same as Pillow's ``ImageOps.posterize``. 16-bit pictures get the same few levels.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    step = 2 ** (8 - bits)
    # 257 / 256 cuts 16-bit levels where their high bits change; 1e-6 outweighs rounding errors.
    return Tone.of(lambda levels: (levels * (257 / 256) + 1e-6) // step * step)
