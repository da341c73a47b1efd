"""Plant near duplicates of pictures, by Pillow alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

Change = Callable[[Image.Image], Image.Image]


def cropped(picture: Image.Image) -> Image.Image:
    """Return 80 % of the area, off the middle."""
    width, height = (round(side * 0.8**0.5) for side in picture.size)
    left, top = (picture.width - width) // 3, picture.height - height
    return picture.crop((left, top, left + width, top + height))


CHANGES: dict[str, Change] = {
    "encoded again": lambda picture: picture,
    "half the size": lambda picture: picture.reduce(2),
    "mirrored": ImageOps.mirror,
    "turned by 90": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "turned by 180": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "cropped to 80 %": cropped,
    "turned by 12 degrees": lambda picture: picture.rotate(12, Image.Resampling.BICUBIC),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.25),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.75),
    "squashed": lambda picture: picture.resize((224, 224)),
    "gray": lambda picture: picture.convert("L"),
}


def plant(change: str, source: Path, target: Path) -> Path:
    """Save a changed picture as a JPEG of quality 80."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as picture:
        CHANGES[change](picture.convert("RGB")).save(target, quality=80)
    return target
