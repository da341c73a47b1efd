"""What a transform returns is its kind: how it meets its neighbours, and what it does to pixels.

Neighbours of one kind fuse, so that a pixel is interpolated once and looked up once however
many transforms there are.
"""

from augcli.catalogue.effects.colour_matrix import Mix
from augcli.catalogue.effects.effect import Effect
from augcli.catalogue.effects.geometry import Field, Homography
from augcli.catalogue.effects.pixels import Pixels
from augcli.catalogue.effects.tone import Tone
from augcli.imaging.kernels.curve import Curve
from augcli.imaging.kernels.matrix import IDENTITY, Matrix

__all__ = [
    "IDENTITY",
    "Curve",
    "Effect",
    "Field",
    "Homography",
    "Matrix",
    "Mix",
    "Pixels",
    "Tone",
]
