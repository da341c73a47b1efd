"""Drop colour profiles that don't fit their picture (ICC.1:2022, clause 7.2)."""

from __future__ import annotations

from dataclasses import replace

from augcli.imaging.image import Image

_SHORTEST = 132  # bytes: the header, and the number of tags
# Input, display and output devices, and colour spaces such as sRGB. The others convert colours.
_CLASSES = frozenset((b"scnr", b"mntr", b"prtr", b"spac"))
_COLOURS = {b"RGB ": "RGB", b"GRAY": "gray", b"CMYK": "CMYK", b"Lab ": "Lab", b"XYZ ": "XYZ"}


def with_fitting_profile(image: Image) -> Image:
    """Return a picture without its profile, if that is damaged or for colours of another kind.

    libpng and others warn of such a profile whenever they open the file.
    """
    fault = _fault(image.icc, b"GRAY" if image.is_gray else b"RGB ") if image.icc else ""
    if not fault:
        return image
    return replace(image, icc=None, changes=(*image.changes, f"colour profile dropped: {fault}"))


def _fault(profile: bytes, wanted: bytes) -> str:
    """Return why a profile doesn't fit a picture whose colours are ``wanted``; empty if it does."""
    colours, size = profile[16:20], declared_size(profile)
    if not _SHORTEST <= size <= len(profile) or profile[36:40] != b"acsp":
        return "it is damaged"
    if colours != wanted:
        return f"it is for {_COLOURS.get(colours, 'other')} colours, not {_COLOURS[wanted]}"
    return "" if profile[12:16] in _CLASSES else "it describes no camera, screen or printer"


def declared_size(profile: bytes) -> int:
    """Return how many bytes a profile has by its header; padding may follow."""
    return int.from_bytes(profile[:4], "big")
