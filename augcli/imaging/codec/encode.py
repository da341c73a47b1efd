"""Encode a picture with its colour profile and no other metadata."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from PIL import Image as PillowImage

from augcli.imaging.codec import jpeg, png
from augcli.imaging.codec.deep_colour import encode_deep_tiff
from augcli.imaging.codec.formats import Format, WantedSubsampling
from augcli.imaging.image import Image, Mode, Subsampling
from augcli.imaging.kernels.alpha import with_hidden_filled
from augcli.imaging.kernels.colour_matrix import without_padding
from augcli.imaging.kernels.opacity import lay_on_white
from augcli.imaging.lazy import cv2, np

# Who asks for this quality wants to see no loss, which 4:2:0 shows at coloured edges.
_QUALITY_OF_FULL_CHROMA = 95


def encode(
    image: Image, into: Format, quality: int, subsampling: WantedSubsampling = "keep"
) -> bytes:
    """Return the file of a picture that has been through :func:`fit_to`.

    ``quality``, 1 to 100, counts for JPEG and WebP alone. ``subsampling`` counts for JPEG alone.
    """
    if into.name == "jpg":
        chroma = _subsampling(image, quality) if subsampling == "keep" else subsampling
        data = jpeg.encode(image.pixels, image.mode, quality, chroma)
        return jpeg.with_icc(data, image.icc) if image.icc else data
    image = without_padding(image)  # JPEG alone is written with it
    match into.name:
        case "png":
            return png.encode(image)
        case "tiff" if image.depth == 16 and image.mode != "L":
            return encode_deep_tiff(image)
        case "webp":
            return _by_pillow(_smooth_where_hidden(image), "WEBP", quality=quality)
        case "tiff":
            return _by_pillow(image, "TIFF", compression="tiff_adobe_deflate")
        case name:
            return _by_pillow(image, name.upper())


def encode_all(
    images: Sequence[Image],
    formats: Sequence[Format],
    quality: int,
    subsampling: WantedSubsampling = "keep",
) -> list[bytes]:
    """Return the files of some pictures, each in its format, as :func:`encode` does."""
    files: list[bytes] = []
    for (name, *_), alike in groupby(zip(images, formats, strict=True), _kind):
        if name == "png":
            files += png.encode_all([image for image, _ in alike])
        else:
            files += [encode(image, into, quality, subsampling) for image, into in alike]
    return files


def _kind(wanted: tuple[Image, Format]) -> tuple[object, ...]:
    """Return what pictures have in common that are encoded as PNG at once; the format first."""
    image, into = wanted
    return into.name, image.pixels.shape, image.pixels.dtype, image.mode, image.icc


def _subsampling(image: Image, quality: int) -> Subsampling:
    """Return the subsampling of the JPEG that a picture is from, or that suits a quality."""
    return image.subsampling or ("4:4:4" if quality >= _QUALITY_OF_FULL_CHROMA else "4:2:0")


def _smooth_where_hidden(image: Image) -> Image:
    """Return the picture with the colours around them in transparent pixels.

    The codec halves the resolution of colours, and blends those that can't be seen into others.
    """
    return replace(image, pixels=with_hidden_filled(image.pixels)) if image.has_alpha else image


def fit_to(image: Image, into: Format) -> Image:
    """Return the picture as a format can hold it; ``changes`` lists what that loses."""
    changes = list(image.changes)
    if image.depth > into.depth:
        changes.append(f"16-bit reduced to 8-bit: {into.name} holds no more")
        image = replace(image, pixels=cv2.convertScaleAbs(image.pixels, alpha=1 / 257))
        image = replace(image, pixels=image.pixels.reshape(*image.frame[::-1], -1))
    if image.has_alpha and not into.alpha:
        changes.append(f"alpha flattened onto white: {into.name} has none")
        image = _flatten(image)
    if image.is_gray and not into.gray:
        changes.append(f"gray stored as colour: {into.name} has no gray")
        image = _as_colour(image)
        if image.icc:
            changes.append(f"colour profile dropped: it is for gray, which {into.name} has not")
            image = replace(image, icc=None)
    if image.icc and not _keeps_icc(image, into):
        changes.append(f"colour profile dropped: {into.name} cannot hold it")
        image = replace(image, icc=None)
    return replace(image, changes=tuple(changes)) if changes else image


def _keeps_icc(image: Image, into: Format) -> bool:
    return into.icc and not (into.name == "tiff" and image.depth == 16 and image.mode != "L")


def _flatten(image: Image) -> Image:
    mode: Mode = "L" if image.mode == "LA" else "RGB"
    return replace(image, pixels=lay_on_white(image.pixels), mode=mode)


def _as_colour(image: Image) -> Image:
    if image.mode == "L":
        return replace(image, pixels=np.repeat(image.pixels, 3, axis=2), mode="RGB")
    return replace(image, pixels=image.pixels[..., [0, 0, 0, 1]], mode="RGBA")


def _by_pillow(image: Image, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    pixels = image.pixels[..., 0] if image.mode == "L" else image.pixels
    shown = PillowImage.fromarray(pixels)
    shown.save(stream, name, icc_profile=image.icc, **options)
    return stream.getvalue()
