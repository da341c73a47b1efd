"""Effects: what transforms return. They fuse with their neighbours and change pictures."""

from augcli.catalogue.effects.colour_matrix import LUMA, Mix
from augcli.catalogue.effects.effect import Effect
from augcli.catalogue.effects.geometry import Field, Homography
from augcli.catalogue.effects.pixels import Pixels
from augcli.catalogue.effects.tone import Tone
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.matrix import IDENTITY, Matrix

__all__ = [
    "IDENTITY",
    "LUMA",
    "Curve",
    "Effect",
    "Field",
    "Homography",
    "Matrix",
    "Mix",
    "Pixels",
    "Tone",
]
