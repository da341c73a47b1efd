"""The negative."""

from augcli.catalogue import Tone, transform


@transform(group="tone", after="solarize")
def invert() -> Tone:
    """Turn the picture into its negative: black becomes white, red becomes cyan.

    Helps where polarity means nothing: scans, drawings, radiographs, print on dark or light.

    Harms photos of things whose colour or shading tells the class.

    Note: as Pillow's ``ImageOps.invert``.
    """
    return Tone.linear(-1, 255)
