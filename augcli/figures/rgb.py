"""Convert any Image to 8-bit RGB or RGBA, for Pillow and matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from augcli.imaging.image import Image
from augcli.imaging.lazy import np

if TYPE_CHECKING:
    import PIL.Image

_CHECKS = (204, 255)  # levels; a web page has the same


def as_rgb(image: Image) -> PIL.Image.Image:
    """Return a picture in 8-bit RGB, or in RGBA if it has an alpha channel."""
    import PIL.Image

    pixels = image.pixels if image.depth == 8 else (image.pixels >> 8).astype(np.uint8)
    match image.mode:
        case "L":
            pixels = np.repeat(pixels, 3, axis=2)
        case "LA":
            pixels = pixels[..., [0, 0, 0, 1]]
        case "RGBX":
            pixels = pixels[..., :3]
    return PIL.Image.fromarray(np.ascontiguousarray(pixels))


def on_checks(picture: PIL.Image.Image, square: int) -> PIL.Image.Image:
    """Return a picture in RGB with its transparent parts on a checkerboard.

    ``square`` is the side of a square in pixels.
    """
    import PIL.Image

    if picture.mode == "RGB":
        return picture
    x, y = np.arange(picture.width) // square, np.arange(picture.height) // square
    checks = np.where((x + y[:, None]) % 2, *_CHECKS).astype(np.uint8)
    paper = PIL.Image.fromarray(checks).convert("RGBA")
    paper.alpha_composite(picture)
    return paper.convert("RGB")
