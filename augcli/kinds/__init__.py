"""What a transform returns is its kind: how it meets its neighbours, and what it does to pixels.

Neighbours of one kind fuse, so that a pixel is interpolated once and looked up once however
many transforms there are.
"""

from augcli.kinds.effect import Effect
from augcli.kinds.geometry import IDENTITY, Field, Homography, Matrix
from augcli.kinds.mix import Mix
from augcli.kinds.pixels import Pixels
from augcli.kinds.tone import Curve, Tone

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
