"""Gray, in the mode of the picture."""

from augcli.catalogue import LUMA, Mix, transform


@transform(group="colour", after="hue")
def grayscale() -> Mix:
    """Take the colour away; the picture keeps its three channels, now alike.

    Helps models that lean on colour to look at shapes, and where some cameras see only gray.

    Harms where colour tells the class.

    Note: as Pillow's ``convert("L")``: 0.299 red + 0.587 green + 0.114 blue.
    """
    return Mix.of(LUMA, LUMA, LUMA)
