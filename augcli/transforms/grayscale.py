"""Gray, in the mode of the picture."""

from augcli.catalogue.effects import Mix
from augcli.catalogue.effects.colour_matrix import LUMA
from augcli.catalogue.registry import transform


@transform(group="colour", place=5)
def grayscale() -> Mix:
    """Take the colour away; the picture keeps its three channels, now alike.

    Helps models that lean on colour to look at shapes, and where some cameras see only gray.

    Harms where colour tells the class.

    Note: as Pillow's ``convert("L")``: 0.299 red + 0.587 green + 0.114 blue.
    """
    return Mix.of(LUMA, LUMA, LUMA)
