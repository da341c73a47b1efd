"""What is measured of a file, against Pillow."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import numpy as np
import pytest
from cli.datasets import gps_exif
from cli.pictures import photo
from PIL import Image, ImageOps

from augcli.inspection.measures import Measures, measure

FORMATS = ["JPEG", "PNG", "WEBP", "TIFF"]
XMP = b"<x:xmpmeta><rdf exif:GPSLatitude='48,12N' exif:GPSLongitude='11,5E'/></x:xmpmeta>"


def _file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _measured(data: bytes) -> Measures:
    return measure(data, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 7])
def test_the_size_is_that_of_the_upright_picture(kind: str, orientation: int) -> None:
    # Large enough that a JPEG is decoded smaller.
    picture = Image.fromarray(photo(1, 90, 60)).resize((900, 600))
    data = _file(picture, kind, exif=gps_exif(orientation).tobytes())
    found = _measured(data)
    with Image.open(io.BytesIO(data)) as file:
        assert (found.width, found.height) == ImageOps.exif_transpose(file).size
    assert (found.orientation, found.gps, found.metadata) == (orientation, True, True)
    assert (found.format, found.mode, found.depth) == (kind, "RGB", 8)
    assert (found.bytes, found.transparent, found.is_gray) == (len(data), False, False)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_without_metadata_has_none(kind: str) -> None:
    found = _measured(_file(Image.fromarray(photo(2)), kind))
    assert (found.orientation, found.gps, found.metadata) == (1, False, False)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_position_may_also_be_in_xmp(kind: str) -> None:
    assert _measured(_file(Image.fromarray(photo(3)), kind, xmp=XMP)).gps


@pytest.mark.parametrize(
    ("mode", "kind", "described", "transparent"),
    [
        ("L", "PNG", "L", False),
        ("1", "PNG", "1", False),
        ("P", "GIF", "P", False),
        ("LA", "PNG", "LA", True),
        ("RGBA", "PNG", "RGBA", True),
        ("CMYK", "JPEG", "CMYK", False),
        ("I;16", "PNG", "L 16-bit", False),
    ],
)
def test_the_mode_is_that_of_the_file(
    mode: str, kind: str, described: str, transparent: bool
) -> None:
    plain = Image.fromarray(photo(4))
    deep = Image.fromarray(np.asarray(plain.convert("L")).astype(np.uint16) * 257)
    found = _measured(_file(deep if mode == "I;16" else plain.convert(mode), kind))
    assert (found.described_mode, found.transparent) == (described, transparent)


def test_a_jpeg_of_equal_channels_is_gray() -> None:
    gray = Image.fromarray(photo(5)).convert("L").convert("RGB")
    found = _measured(_file(gray, "JPEG"))
    assert found.mode == "RGB"
    assert found.is_gray
