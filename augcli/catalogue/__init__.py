"""Declare, find and describe transforms. A transform imports all that it needs from here."""

from typing import Annotated

from augcli.catalogue.declaration import Transform
from augcli.catalogue.effects import LUMA, Effect, Field, Homography, Mix, Pixels, Tone
from augcli.catalogue.knobs import Real, Whole
from augcli.catalogue.lengths import Extent, Length, Shift
from augcli.catalogue.order import GROUPS
from augcli.catalogue.other_units import RADIANS, TURNS, WHITE
from augcli.catalogue.parameters import Choice, Drawn, Partner, Seed, Switch, Twin
from augcli.catalogue.registry import catalogue, find, get, transform
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import Array, cv2, np

__all__ = [
    "GROUPS",
    "LUMA",
    "RADIANS",
    "TURNS",
    "WHITE",
    "Annotated",
    "Array",
    "Choice",
    "Drawn",
    "Effect",
    "Extent",
    "Field",
    "Frame",
    "Homography",
    "Image",
    "Length",
    "Mix",
    "Partner",
    "Pixels",
    "Real",
    "Seed",
    "Shift",
    "Switch",
    "Tone",
    "Transform",
    "Twin",
    "Whole",
    "catalogue",
    "cv2",
    "find",
    "get",
    "np",
    "transform",
]
