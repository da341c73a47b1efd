"""PNG: what is written holds every level, and what is read quickly is what Pillow would read."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from oracles import crop, noise
from PIL import Image as PillowImage
from PIL import ImageOps
from strategies import images

from augcli.errors import SourceProblem
from augcli.imaging.codec import png
from augcli.imaging.codec.decode import decode
from augcli.imaging.codec.encode import encode
from augcli.imaging.codec.formats import FORMATS
from augcli.imaging.codec.png_chunks import is_complete
from augcli.imaging.image import Image, Mode
from augcli.storage.limits import LONGEST_SIDE

_SWAPPED = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}


def as_png(image: Image) -> bytes:
    return encode(image, FORMATS["png"], 90)


def by_opencv(data: bytes) -> NDArray[Any]:
    """Decode with every channel, at its own depth."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return cv2.cvtColor(pixels, _SWAPPED[pixels.shape[2]]) if pixels.ndim == 3 else pixels


@given(image=images)
def test_opencv_finds_every_level(image: Image) -> None:
    wanted = image.pixels[..., :3] if image.mode == "RGBX" else image.pixels
    if image.mode == "LA":  # which OpenCV gives as colour
        wanted = image.pixels[..., [0, 0, 0, 1]]
    found = by_opencv(as_png(image)).reshape(wanted.shape)
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBX", "RGBA"])
def test_pillow_finds_every_level(mode: Mode) -> None:
    image = noise(17, 5, mode)
    with PillowImage.open(io.BytesIO(as_png(image))) as file:
        assert file.mode == mode.replace("X", "")
        found = np.array(file).reshape(5, 17, -1)
    np.testing.assert_array_equal(found, image.pixels[..., : found.shape[2]])


@given(image=images)
def test_it_is_whole_and_its_checksums_hold(image: Image) -> None:
    data = as_png(image)
    assert is_complete(data)
    with PillowImage.open(io.BytesIO(data)) as file:
        file.verify()


def test_it_keeps_the_colour_profile() -> None:
    profile = bytes(range(256)) * 40
    with PillowImage.open(io.BytesIO(as_png(replace(noise(4, 3), icc=profile)))) as file:
        assert file.info["icc_profile"] == profile


def test_it_is_about_as_small_as_that_of_opencv(sample_images: Path) -> None:
    image = Image(crop(sample_images / "bird.jpg", 160, 120), "RGB")
    _, theirs = cv2.imencode(".png", image.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    assert len(as_png(image)) < 1.05 * len(theirs)


def by_pillow(data: bytes) -> NDArray[Any]:
    with PillowImage.open(io.BytesIO(data)) as file:
        return np.atleast_3d(np.array(file))


def with_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """Put a chunk behind the header."""
    chunk = struct.pack(">I", len(body)) + name + body
    return data[:33] + chunk + struct.pack(">I", zlib.crc32(name + body)) + data[33:]


def saved(image: Image, **options: Any) -> bytes:
    """Have Pillow write a PNG."""
    stream = io.BytesIO()
    PillowImage.fromarray(image.pixels.squeeze()).save(stream, "PNG", **options)
    return stream.getvalue()


MOST = 100_000  # pixels
QUICK: list[Mode] = ["L", "RGB", "RGBA"]


@pytest.mark.parametrize("mode", QUICK)
@pytest.mark.parametrize("size", [(1, 1), (1, 40), (17, 5), (300, 200)])
def test_what_is_read_quickly_is_what_pillow_reads(mode: Mode, size: tuple[int, int]) -> None:
    data = as_png(noise(*size, mode))
    found = png.decode(data, MOST)
    assert found
    wanted = by_pillow(data)
    np.testing.assert_array_equal(found.pixels[..., : wanted.shape[2]], wanted)
    assert found.mode == mode.replace("RGB", "RGBX").replace("RGBXA", "RGBA")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (b"gAMA", struct.pack(">I", 100_000)),
        (b"gAMA", struct.pack(">I", 22_000)),
        (b"sRGB", b"\0"),
        (b"sBIT", b"\5\6\5"),
        (b"bKGD", struct.pack(">HHH", 255, 0, 9)),
        (b"pHYs", struct.pack(">IIB", 3000, 2000, 1)),
        (b"cHRM", struct.pack(">8I", *[31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000])),
        (b"tIME", struct.pack(">H5B", 2024, 2, 29, 1, 2, 3)),
        (b"tEXt", b"Software\0augcli"),
    ],
)
def test_chunks_that_change_no_level_are_no_hindrance(name: bytes, body: bytes) -> None:
    data = with_chunk(as_png(noise(19, 7)), name, body)
    found = png.decode(data, MOST)
    assert found
    np.testing.assert_array_equal(found.pixels[..., :3], by_pillow(data))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(as_png(noise(9, 9, depth=16)), id="16 bits"),
        pytest.param(as_png(noise(9, 9, "LA")), id="gray with alpha"),
        pytest.param(saved(noise(9, 9), transparency=(1, 2, 3)), id="a transparent colour"),
        pytest.param(with_chunk(as_png(noise(9, 9)), b"eXIf", b"II*\0"), id="EXIF"),
        pytest.param(with_chunk(as_png(noise(9, 9)), b"acTL", bytes(8)), id="an animation"),
        pytest.param(
            with_chunk(as_png(noise(9, 9)), b"tEXt", b"Raw profile type exif\0"), id="EXIF as text"
        ),
    ],
)
def test_what_is_not_plain_is_left_to_pillow(data: bytes) -> None:
    assert png.decode(data, MOST) is None


def test_a_colour_profile_is_read() -> None:
    profile = bytes(range(256)) * 40
    found = png.decode(as_png(replace(noise(4, 3), icc=profile)), MOST)
    assert found
    assert found.icc == profile


def test_what_is_too_large_is_left_to_pillow_which_refuses_it() -> None:
    data = as_png(noise(40, 30))
    assert png.decode(data, 1200)
    assert png.decode(data, 1199) is None
    with pytest.raises(SourceProblem, match="more than 1,199 pixels"):
        decode(data, 1199)


def test_a_side_that_is_too_long_is_left_to_pillow_and_refused() -> None:
    data = as_png(noise(LONGEST_SIDE + 1, 1))
    assert png.decode(as_png(noise(LONGEST_SIDE, 1)), 2 * LONGEST_SIDE)
    assert png.decode(data, 2 * LONGEST_SIDE) is None
    with pytest.raises(SourceProblem, match="has a side of more than 1,000,000 pixels"):
        decode(data)


def test_a_profile_that_ends_early_is_left_to_pillow() -> None:
    body = b"a\0\0" + zlib.compress(bytes(range(256)) * 40)[:-9]
    assert png.decode(with_chunk(as_png(noise(9, 9)), b"iCCP", body), MOST) is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_says_so_is_turned(orientation: int) -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    data = saved(noise(9, 5), exif=exif)
    with PillowImage.open(io.BytesIO(data)) as file:
        wanted = np.array(ImageOps.exif_transpose(file))
    np.testing.assert_array_equal(decode(data).pixels[..., :3], wanted)


@given(where=st.integers(8, 500), bit=st.integers(0, 7))
def test_a_file_with_a_wrong_bit_is_not_read_quickly(where: int, bit: int) -> None:
    data = bytearray(as_png(noise(20, 15)))
    data[where] ^= 1 << bit
    assert png.decode(bytes(data), MOST) is None


@given(length=st.integers(30, 900))
def test_a_file_that_ends_early_is_not_read_quickly(length: int) -> None:
    data = as_png(noise(20, 15))
    assert length < len(data) - 12
    assert png.decode(data[:length], MOST) is None
