"""Decode an image file: first frame, upright, with no silent loss."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

from PIL import Image as PillowImage

from augcli.errors import SourceProblem, is_lack_of_memory
from augcli.imaging.codec import jpeg, png
from augcli.imaging.codec.deep_colour import EXTRA_SAMPLES, UNKNOWN_SAMPLE, decode_deep_colour
from augcli.imaging.codec.formats import FIRST_OF_MPO
from augcli.imaging.codec.icc import with_fitting_profile
from augcli.imaging.codec.isobmff import avif_depth
from augcli.imaging.codec.jpeg_markers import subsampling
from augcli.imaging.codec.pillow_open import UNKEPT, open_picture
from augcli.imaging.codec.png_chunks import is_complete, without_animation
from augcli.imaging.codec.pnm import decode_pnm
from augcli.imaging.image import Image, Mode, Subsampling
from augcli.imaging.lazy import Array, np
from augcli.storage.limits import Limits

# EXIF orientation to the quarter turns, and then the mirroring, that set a picture upright.
_UPRIGHT = {2: (0, True), 3: (2, False), 4: (2, True), 5: (3, True), 6: (3, False), 7: (1, True)}
_UPRIGHT[8] = (1, False)
# What a quarter turn makes of the subsampling. 4:4:1, the turned 4:1:1, is rarely supported.
_TURNED: dict[Subsampling | None, Subsampling] = {
    "4:2:2": "4:4:0",
    "4:4:0": "4:2:2",
    "4:1:1": "4:4:4",
}

_TO_MODE: dict[str, Mode] = {
    **{"1": "L", "L": "L", "LA": "LA", "La": "LA", "PA": "RGBA"},
    **{"RGB": "RGBX", "RGBX": "RGBX", "CMYK": "RGBX", "YCbCr": "RGBX"},
    **{"RGBA": "RGBA", "RGBa": "RGBA"},
}
_JPEGS = ("JPEG", "MPO")
_ONE_OF = {"TIFF": "page", "HEIF": "picture of a HEIC"}
_SAMPLES = 277  # the tag SamplesPerPixel
_CHANGES = {"1": "1-bit gray stored as 8-bit", "CMYK": "CMYK converted to RGB"}


def decode(data: bytes, most_pixels: int = Limits.pixels, smallest: int = 0) -> Image:
    """Return the first frame of an image file, set upright by its EXIF orientation.

    A picture of more than ``most_pixels`` is refused by its header, before it takes memory. With
    ``smallest`` a JPEG may be decoded at a fraction of its size, which is quicker: its sides have
    at least so many pixels, or as many as the file holds.

    Raises:
        SourceProblem: the data is damaged, or of a kind that augcli can't keep faithfully.
        MemoryError: there is too little memory, however the decoder reports it.
    """
    image = png.decode(data, most_pixels) or _decode_within(data, most_pixels, smallest)
    return with_fitting_profile(image)


def _decode_within(data: bytes, most_pixels: int, smallest: int) -> Image:
    """Decode by any library, and turn what it raises into a SourceProblem or a MemoryError."""
    limit_before = PillowImage.MAX_IMAGE_PIXELS
    try:
        # Pillow warns of odd metadata, which is dropped anyway, and of large frames, for which some
        # decoders allocate memory as soon as they are opened.
        with warnings.catch_warnings(action="ignore"):
            warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
            PillowImage.MAX_IMAGE_PIXELS = most_pixels
            return _decode(data, most_pixels, smallest)
    except (PillowImage.DecompressionBombWarning, PillowImage.DecompressionBombError) as error:
        text = f"is more than {most_pixels:,} pixels"
        raise SourceProblem("refused", "too-large", text) from error
    except SourceProblem:
        raise
    # Decoders raise whatever they like on damage: SyntaxError, struct.error, ValueError, …
    except Exception as error:
        if is_lack_of_memory(error):
            raise MemoryError from error
        raise SourceProblem(
            "bad", "undecodable", f"cannot be decoded: {_one_line(error)}"
        ) from error
    finally:
        PillowImage.MAX_IMAGE_PIXELS = limit_before


def _decode(data: bytes, most_pixels: int, smallest: int) -> Image:
    if not data:
        raise SourceProblem("bad", "empty", "is empty")
    with open_picture(data, most_pixels) as file:
        icc = _profile(file)
        deep = _bits_per_channel(file) == 16 and file.mode in ("RGB", "RGBA", "LA")
        gray_with_alpha = "LA" in _raw_mode(file)
        quick = jpeg.decode(data, file.mode, smallest) if file.format in _JPEGS else None
        samples = decode_pnm(file, data) if file.format == "PPM" else None
        if quick:
            pixels, mode = quick
            image = Image(_with_channels(pixels), mode, icc)
        elif samples:
            image = samples
        elif deep:
            still = without_animation(data) if file.format == "PNG" else data
            image = decode_deep_colour(still, icc, _extra_sample(file))
            if gray_with_alpha:
                image = replace(image, changes=("16-bit gray with alpha stored as RGBA",))
        else:
            file.load()
            image = _from_pillow(file, icc)
            if file.format == "PNG" and not is_complete(data):
                raise SourceProblem("bad", "truncated", "is damaged: its data ends early")
        if file.format in _JPEGS:
            image = replace(image, subsampling=subsampling(data))
        lost = _depth_lost(file, data) if file.format in ("AVIF", "HEIF") else ()
        if lost := (*lost, *_left_out(file)):
            image = replace(image, changes=(*image.changes, *lost))
        # OpenCV and Pillow have set a TIFF upright already; Pillow has then cleared its tag.
        upright = deep and file.format == "TIFF"
        return image if upright else _set_upright(image, _orientation(file))


def _bits_per_channel(file: PillowImage.Image) -> int:
    """Return the depth by the header: Pillow reads 16-bit colour as 8-bit without a warning."""
    if file.format == "TIFF":
        return int(max(np.atleast_1d(file.tag_v2.get(258, 8))))  # type: ignore[attr-defined]  # Pillow's TIFF files have it
    return 16 if ";16" in _raw_mode(file) else 8


def _raw_mode(file: PillowImage.Image) -> str:
    """Return Pillow's name of the samples in the file, such as ``RGB;16B``."""
    tiles: list[Any] = getattr(file, "tile", [])
    return str(tiles[0][3]) if tiles else ""


def _profile(file: PillowImage.Image) -> bytes | None:
    """Return the colour profile as it is stored; numbers or text in its place as their bytes."""
    found = file.info.get("icc_profile")
    return found if found is None or isinstance(found, bytes) else repr(found).encode()


def _extra_sample(file: PillowImage.Image) -> int:
    """Return what a fourth sample is by the tag of a TIFF; in a PNG it is alpha."""
    if file.format != "TIFF":
        return 2
    found = file.tag_v2.get(EXTRA_SAMPLES, (0,))  # type: ignore[attr-defined]  # Pillow's TIFF files have it
    return int(np.atleast_1d(found)[0])


def _from_pillow(file: PillowImage.Image, icc: bytes | None) -> Image:
    if file.mode.startswith("I;16"):
        lost = ("transparent level of 16-bit gray dropped",) if "transparency" in file.info else ()
        return Image(_with_channels(np.asarray(file).astype(np.uint16)), "L", icc, lost)
    changes = (_CHANGES[file.mode],) if file.mode in _CHANGES else ()
    if file.format == "TIFF" and file.mode in ("RGB", "RGBX") and file.tag_v2.get(_SAMPLES) == 4:  # type: ignore[attr-defined]  # Pillow's TIFF files have it
        changes = (UNKNOWN_SAMPLE,)
    mode = _mode_of(file)
    if file.mode == "CMYK":
        if _bits_per_channel(file) == 16:
            changes = (*changes, "16-bit CMYK reduced to 8-bit")
        icc = None  # it describes inks
    converted = file if file.mode == mode else file.convert(mode)
    return Image(_with_channels(np.asarray(converted)), mode, icc, changes)


def _mode_of(file: PillowImage.Image) -> Mode:
    transparent = "transparency" in file.info
    if file.mode == "P":
        return "RGBA" if transparent else "RGBX"
    if file.mode not in _TO_MODE:
        raise SourceProblem("refused", "mode", UNKEPT.format(f"mode {file.mode}"))
    mode = _TO_MODE[file.mode]
    if transparent and mode in ("L", "RGBX"):
        return "LA" if mode == "L" else "RGBA"
    return mode


def _left_out(file: PillowImage.Image) -> tuple[str, ...]:
    """Return a note if there are more pictures."""
    try:
        several = getattr(file, "is_animated", False)
    except Exception:  # damage behind the first picture
        return ()
    if several and file.format == "MPO":
        return (FIRST_OF_MPO,)
    what = _ONE_OF.get(file.format or "", "frame of an animation")
    return (f"only the first {what} kept",) if several else ()


def _depth_lost(file: PillowImage.Image, data: bytes) -> tuple[str, ...]:
    """Return a note if the decoder has reduced a deeper AVIF or HEIC to 8 bits."""
    depth = avif_depth(data) if file.format == "AVIF" else file.info.get("bit_depth", 8)
    name = "AVIF" if file.format == "AVIF" else "HEIC"
    kept = file.mode.startswith("I;16")  # gray HEIC
    return (f"{depth}-bit {name} reduced to 8-bit",) if depth > 8 and not kept else ()


def _orientation(file: PillowImage.Image) -> int:
    try:
        value = file.getexif().get(0x0112, 1)
    except Exception:  # damaged metadata beside sound pixels
        return 1
    return value if isinstance(value, int) else 1


def _set_upright(image: Image, orientation: int) -> Image:
    if orientation not in _UPRIGHT:
        return image
    turns, mirror = _UPRIGHT[orientation]
    pixels = np.rot90(image.pixels, turns)
    upright = np.ascontiguousarray(pixels[:, ::-1] if mirror else pixels)
    chroma = _TURNED.get(image.subsampling, image.subsampling) if turns % 2 else image.subsampling
    return replace(image, pixels=upright, subsampling=chroma, turned=True)


def _with_channels(pixels: Array) -> Array:
    return pixels if pixels.ndim == 3 else pixels[:, :, np.newaxis]


def _one_line(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("latin-1") if isinstance(said, bytes) else str(error)
    return " ".join(text.split()) or type(error).__name__
