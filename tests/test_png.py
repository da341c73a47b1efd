"""The PNG files that are written: whatever reads PNG finds every level of the picture in them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from oracles import crop, noise
from PIL import Image as PillowImage
from strategies import images

from augcli.codec.encode import encode
from augcli.codec.formats import FORMATS
from augcli.codec.png_data import is_complete
from augcli.image import Image

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from augcli.image import Mode

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
