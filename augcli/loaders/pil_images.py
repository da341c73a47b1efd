"""Open PIL images as pictures, and make PIL images of the same mode of the results."""

from __future__ import annotations

from functools import partial
from typing import Any

from PIL import Image as PillowImage

from augcli.imaging.image import Image, Mode
from augcli.imaging.lazy import Array, np
from augcli.loaders.opened import Opened

_AS_THEY_ARE: dict[str, Mode] = {"L": "L", "LA": "LA", "RGB": "RGB", "RGBA": "RGBA", "I;16": "L"}


def open_pil(picture: PillowImage.Image, name: str) -> Opened:
    """Open a PIL image; ``name`` is the argument, for messages.

    The result has the mode of the picture, and its colour profile. A picture with a palette comes
    back as RGB, or RGBA if it has transparent colours, as ``augcli expand`` writes it. EXIF
    orientation is not applied: call ``PIL.ImageOps.exif_transpose`` first.

    Raises:
        ValueError: the mode is none of 1, L, LA, RGB, RGBA, I;16 and P.
    """
    mode = picture.mode
    if 0 in picture.size:
        raise ValueError(f"{name} has {picture.width}x{picture.height} pixels: there is no picture")
    if mode == "1":
        picture = picture.convert("L")
    elif mode == "P":
        mode = "RGBA" if "transparency" in picture.info else "RGB"
        picture = picture.convert(mode)
    elif mode not in _AS_THEY_ARE:
        known = "1, L, LA, RGB, RGBA, I;16 or P"
        raise ValueError(f'{name} has PIL mode {mode}, not {known}: call .convert("RGB") first')
    pixels = np.asarray(picture)
    if pixels.ndim == 2:
        pixels = pixels[:, :, np.newaxis]
    restore = partial(_restored, mode=mode, info=picture.info)
    return Opened(Image(pixels, _AS_THEY_ARE[picture.mode]), restore)


def _restored(pixels: Array, mode: str, info: dict[Any, Any]) -> PillowImage.Image:
    made = PillowImage.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    if mode == "1":
        made = made.convert("1", dither=PillowImage.Dither.NONE)
    if profile := info.get("icc_profile"):
        made.info["icc_profile"] = profile
    return made
