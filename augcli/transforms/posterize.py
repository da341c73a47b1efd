"""Fewer levels."""

from typing import Annotated

from augcli.catalogue.effects import Tone
from augcli.catalogue.knobs import Whole
from augcli.catalogue.registry import transform


@transform(group="tone", place=5)
def posterize(
    *,
    bits: Annotated[
        int, Whole(low=1, high=8, neutral=8, default=(3, 6), unit="bits of each channel")
    ],
) -> Tone:
    """Keep only the highest bits of every level: 8 keeps all, 1 leaves two levels.

    Helps against leaning on fine shades, and where cheap screens or codecs draw bands.

    Harms where smooth shading tells the class, and makes pictures darker below 4 bits.

    Note: as Pillow's ``ImageOps.posterize``. Pictures of 16 bits get the same few levels, and keep
    all of theirs at 8.
    """
    if bits == 8:
        return Tone.linear(1, 0)
    step = 2 ** (8 - bits)
    # 257 / 256 cuts the levels of 16 bits where their highest bits change, and moves none of 8
    # bits past the next; a millionth makes up for the last bit of the product.
    return Tone.of(lambda levels: (levels * (257 / 256) + 1e-6) // step * step)
