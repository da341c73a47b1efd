"""Picture to bytes, with the colour profile and no other metadata."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from augcli.codec import jpeg
from augcli.codec.formats import Format
from augcli.image import Image, Mode

_PNG_HEADER = 33  # bytes of signature and IHDR, which come first
_OPENCV_ORDER = {
    "L": None,
    "RGB": cv2.COLOR_RGB2BGR,
    "RGBX": cv2.COLOR_RGBA2BGR,
    "RGBA": cv2.COLOR_RGBA2BGRA,
}
_PNG_LEVEL = 3  # files as small as Pillow's default makes them, in half its time


def encode(image: Image, into: Format, quality: int) -> bytes:
    """Encode a picture that has been through :func:`fit_to`. ``quality`` is 1 to 100."""
    match into.name:
        case "jpg":
            data = jpeg.encode(image.pixels, image.mode, quality)
            return jpeg.with_icc(data, image.icc) if image.icc else data
        case "png" if image.mode != "LA":
            data = _by_opencv(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_LEVEL])
            return _png_with_icc(data, image.icc) if image.icc else data
        case "tiff" if image.depth == 16 and image.mode != "L":
            return _by_opencv(".tiff", image, [])
        case "webp":
            return _by_pillow(image, "WEBP", quality=quality)
        case "tiff":
            return _by_pillow(image, "TIFF", compression="tiff_adobe_deflate")
        case name:
            return _by_pillow(image, name.upper())


def fit_to(image: Image, into: Format) -> Image:
    """Give the picture as a format can hold it, what is lost being told in its ``changes``."""
    changes = list(image.changes)
    if image.depth > into.depth:
        changes.append(f"16-bit reduced to 8-bit: {into.name} holds no more")
        image = replace(image, pixels=cv2.convertScaleAbs(image.pixels, alpha=1 / 257))
        image = replace(image, pixels=image.pixels.reshape(*image.frame[::-1], -1))
    if image.has_alpha and not into.alpha:
        changes.append(f"alpha flattened onto white: {into.name} has none")
        image = _flatten(image)
    if image.mode in ("L", "LA") and not into.gray:
        changes.append(f"gray stored as colour: {into.name} has no gray")
        image = _as_colour(image)
        if image.icc:
            changes.append(f"colour profile dropped: it is for gray, which {into.name} has not")
            image = replace(image, icc=None)
    if image.icc and not _keeps_icc(image, into):
        changes.append(f"colour profile dropped: {into.name} cannot hold it")
        image = replace(image, icc=None)
    return replace(image, changes=tuple(changes))


def _keeps_icc(image: Image, into: Format) -> bool:
    return into.icc and not (into.name == "tiff" and image.depth == 16 and image.mode != "L")


def _flatten(image: Image) -> Image:
    top = (1 << image.depth) - 1
    opacity = image.pixels[..., -1:].astype(np.uint32)
    colours = image.pixels[..., :-1].astype(np.uint32)
    flat = (colours * opacity + top * (top - opacity) + top // 2) // top
    mode: Mode = "L" if image.mode == "LA" else "RGB"
    return replace(image, pixels=flat.astype(image.pixels.dtype), mode=mode)


def _as_colour(image: Image) -> Image:
    if image.mode == "L":
        return replace(image, pixels=np.repeat(image.pixels, 3, axis=2), mode="RGB")
    return replace(image, pixels=image.pixels[..., [0, 0, 0, 1]], mode="RGBA")


def _by_opencv(ending: str, image: Image, options: list[int]) -> bytes:
    order = _OPENCV_ORDER[image.mode]
    pixels = image.pixels if order is None else cv2.cvtColor(image.pixels, order)
    done, data = cv2.imencode(ending, pixels, options)
    if not done:
        raise RuntimeError(f"OpenCV cannot encode {pixels.shape} {pixels.dtype} as {ending}")
    return data.tobytes()


def _by_pillow(image: Image, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    pixels: NDArray[Any] = image.pixels[..., :3] if image.mode == "RGBX" else image.pixels
    shown = PillowImage.fromarray(pixels[..., 0] if image.mode == "L" else pixels)
    shown.save(stream, name, icc_profile=image.icc, **options)
    return stream.getvalue()


def _png_with_icc(png: bytes, profile: bytes) -> bytes:
    """Put a colour profile into a PNG, in an iCCP chunk after the header (PNG, 11.3.2.3)."""
    body = b"iCCP" + b"ICC profile\0\0" + zlib.compress(profile)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_PNG_HEADER] + chunk + png[_PNG_HEADER:]
