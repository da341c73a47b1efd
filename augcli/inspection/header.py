"""Read the header of an image file: format, mode, size, orientation and metadata."""

from __future__ import annotations

import warnings
from contextlib import suppress
from typing import NamedTuple

from PIL import Image as PillowImage
from PIL.ExifTags import GPS, IFD, Base

from augcli.imaging.codec.pillow_open import open_picture
from augcli.storage.limits import Limits

_METADATA = ("exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp")
_XMP_TAG = 700
_STORED = ("1", "P", "CMYK")  # modes of files that no decoded picture has
_TURNED = (5, 6, 7, 8)  # orientations of a picture that lies on its side


class Header(NamedTuple):
    """What the header of a file says of its picture.

    ``size`` is the width and height of the upright picture, in pixels; ``stored`` is the mode of
    the file if it is 1-bit, of a palette, or CMYK, otherwise empty. ``orientation`` is the EXIF
    tag, 1 to 8; 1 is upright.
    """

    format: str
    stored: str
    size: tuple[int, int]
    orientation: int
    metadata: bool
    gps: bool


def read_header(data: bytes, most_pixels: int = Limits.pixels) -> Header:
    """Read the header of an image file. Raises SourceProblem if it is none that is read."""
    with warnings.catch_warnings(action="ignore"), open_picture(data, most_pixels) as file:
        orientation, gps, tagged = _exif(file)
        size = file.size[::-1] if orientation in _TURNED else file.size
        stored = file.mode if file.mode in _STORED else ""
        xmp = file.info.get("xmp") or file.info.get("XML:com.adobe.xmp") or b""
        gps = gps or b"GPSLatitude" in (xmp.encode() if isinstance(xmp, str) else xmp)
        metadata = tagged or gps or any(file.info.get(key) for key in _METADATA)
        return Header(file.format or "", stored, size, orientation, metadata, gps)


def _exif(file: PillowImage.Image) -> tuple[int, bool, bool]:
    """Return the orientation, whether there is a GPS position, and whether there are any tags.

    What is damaged counts as absent: decoders raise whatever they like on it.
    """
    orientation, gps, tagged = 1, False, False
    with suppress(Exception):
        exif = file.getexif()
        found = exif.get(Base.Orientation, 1)
        orientation = found if isinstance(found, int) and 1 <= found <= 8 else 1
        position = exif.get_ifd(IFD.GPSInfo)
        gps = GPS.GPSLatitude in position and GPS.GPSLongitude in position
        # The other tags of a TIFF describe its pixels.
        tagged = any(tag in exif for tag in (IFD.Exif, IFD.GPSInfo, _XMP_TAG))
    return orientation, gps, tagged
