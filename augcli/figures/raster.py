"""Drawing a page as pixels, with Pillow: a hundred times as fast as matplotlib sets text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from augcli.errors import UsageProblem
from augcli.figures.page import BASELINE, Page, Picture, letters
from augcli.imaging.image import Image
from augcli.imaging.lazy import np

if TYPE_CHECKING:
    import PIL.Image


LONGEST = {"png": 2**31 - 1, "jpg": 65_500, "jpeg": 65_500, "webp": 16_383}
"""The formats by their endings, and the most pixels that a side can have in each."""

_OPTIONS: dict[str, dict[str, Any]] = {
    # Level 6, the default, makes a file 10 % smaller and takes a quarter of a second more.
    "png": {"format": "PNG", "compress_level": 1},
    "webp": {"format": "WEBP", "quality": 90},
}
_JPEG = {"format": "JPEG", "quality": 90}


def encode(page: Page, ending: str) -> bytes:
    """Draw a page as a file of a format.

    Raises:
        UsageProblem: the format has no room for a page of that size.
    """
    if max(page.size) > LONGEST[ending]:
        raise UsageProblem(
            f"the figure is {page.size.width}x{page.size.height} pixels, and {ending} holds "
            f"{LONGEST[ending]} a side",
            "write a png with -o FILE.png, or give a smaller --grid",
        )
    stream = io.BytesIO()
    render_page(page).save(stream, **_OPTIONS.get(ending, _JPEG))
    return stream.getvalue()


def render_page(page: Page) -> PIL.Image.Image:
    """Draw a page, in RGB."""
    import PIL.Image
    from PIL import ImageDraw

    paper = PIL.Image.new("RGB", page.size, "white")
    for picture in page.pictures:
        shown = displayable(picture.image)
        if shown.size != picture.size:
            shown = shown.resize(picture.size, _filter(shown, picture))
        paper.paste(shown, (picture.x, picture.y), shown if shown.mode == "RGBA" else None)
    pen = ImageDraw.Draw(paper)
    for text in page.texts:
        font = letters(bold=text.bold).font
        pen.text((text.x, text.y + BASELINE), text.line, "black", font, anchor="ls")
    return paper


def _filter(shown: PIL.Image.Image, picture: Picture) -> PIL.Image.Resampling:
    """Choose how to resize: people want to see the pixels of a small picture."""
    import PIL.Image

    is_smaller = shown.width < picture.size.width
    return PIL.Image.Resampling.NEAREST if is_smaller else PIL.Image.Resampling.LANCZOS


def displayable(image: Image) -> PIL.Image.Image:
    """Return a picture as 8-bit RGB or RGBA."""
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
