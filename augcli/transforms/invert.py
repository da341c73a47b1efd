"""The negative."""

from augcli.catalogue.effects import Tone
from augcli.catalogue.registry import transform


@transform(group="tone", place=7)
def invert() -> Tone:
    """Turn the picture into its negative: black becomes white, red becomes cyan.

    Helps where polarity means nothing: scans, drawings, radiographs, print on dark or light.

    Harms photos of things whose colour or shading tells the class.

    Note: as Pillow's ``ImageOps.invert``.
    """
    return Tone.linear(-1, 255)
