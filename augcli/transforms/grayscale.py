"""Gray with three channels."""

from augcli.catalogue import LUMA, Mix, transform


@transform(group="colour", after="hue")
def grayscale() -> Mix:
    """Remove the colour; the picture keeps three channels, now equal.

    Helps a model that relies on colour to look at shapes, and where some cameras see only gray.

    Harms where colour tells the class.

    Note: the same as Pillow's ``convert("L")``: 0.299 red + 0.587 green + 0.114 blue.
    """
    return Mix.of(LUMA, LUMA, LUMA)
