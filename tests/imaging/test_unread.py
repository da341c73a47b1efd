"""Formats that are not read are known by their first bytes, whatever their names."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from augcli.imaging.codec.unread import by_content


def _saved(name: str, mode: str = "RGB") -> bytes:
    """Return the file that Pillow writes in a format."""
    file = BytesIO()
    Image.new(mode, (64, 64), 7).save(file, name)
    return file.getvalue()


def _array() -> bytes:
    file = BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


HEADS = {
    "PCX": _saved("PCX"),
    "SGI": _saved("SGI"),
    "ICO": _saved("ICO"),
    "ICNS": _saved("ICNS", "RGBA"),
    "DDS": _saved("DDS"),
    "EPS or PostScript": _saved("EPS"),
    "PDF": _saved("PDF"),
    "NumPy": _array(),
    "NIfTI": struct.pack("<i", 348) + bytes(340) + b"n+1\0",
    "EMF or WMF": struct.pack("<I", 1) + bytes(36) + b" EMF",
    "OpenEXR": struct.pack("<I", 20000630) + b"\2\0\0\0",
    "IDX": struct.pack(">I", 0x803) + bytes(12),
    "FITS": b"SIMPLE  =                    T",
    "MNG or JNG": b"\x8aMNG\r\n\x1a\n",
    "video": struct.pack(">I", 24) + b"ftypisom",
    "camera raw": b"II*\0\x10\0\0\0CR\2\0",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_format_is_known_by_its_first_bytes(name: str) -> None:
    found = by_content(HEADS[name][:512])
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("head", [b"", b"a picture", bytes(512), b"\1\0\0\0\1\0", b"\0\0\x08\4"])
def test_other_bytes_tell_nothing(head: bytes) -> None:
    assert by_content(head) is None
