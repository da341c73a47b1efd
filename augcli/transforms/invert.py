"""The negative of a picture."""

from augcli.catalogue import Tone, transform


@transform(group="tone", after="solarize", full_scale=True)
def invert() -> Tone:
    """Turn the picture into its negative: black becomes white, red becomes cyan.

    Helps where polarity has no meaning: scans, drawings, radiographs, print on dark or light.

    Harms photos of objects whose colour or shading tells the class.

    Note: the same as Pillow's ``ImageOps.invert``.

    Note: white is full scale, in 16-bit pictures 65535 or what ``--depth-range`` says.
    """
    return Tone.linear(-1, 255)
