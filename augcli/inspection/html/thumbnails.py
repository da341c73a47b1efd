"""Read pictures again, small, to show them on a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from augcli.dataset.source import Source
from augcli.errors import SourceProblem
from augcli.figures.html.document import as_html
from augcli.figures.html.picture import data_url
from augcli.figures.stretch import Stretch
from augcli.imaging.codec.decode import decode
from augcli.imaging.image import Image
from augcli.imaging.lazy import cv2
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

_SIDE = 160  # pixels: the longer side of a thumbnail
_TINY = 64  # pixels: smaller ones are enlarged, so that their pixels are to be seen
_MOST = 1500  # thumbnails on a page, some 10 MB


@dataclass
class Thumbnails:
    """Thumbnails of sources, as elements of a page. A page has a limited number of them."""

    shown: dict[str, str] = field(default_factory=dict)

    def of(self, source: Source, caption: str) -> str:
        """Return a thumbnail with a caption; without the picture if it can't be read any more."""
        if source.name not in self.shown:
            self.shown[source.name] = _picture(source) if len(self.shown) < _MOST else ""
        return f"<li>{self.shown[source.name]}<span><bdi>{as_html(caption)}</bdi></span></li>"


def _picture(source: Source) -> str:
    try:
        image = decode(read_file(source.path, Limits.bytes), smallest=_SIDE // 2)
    except SourceProblem:  # it has changed since it was measured
        return ""
    small = _small(image)
    if stretch := Stretch.of([small]):
        small = stretch.shown(small)
    width, height = small.frame
    kind = ' class="small"' if max(small.frame) <= _TINY else ""
    name = as_html(source.name)
    return (
        f'<img{kind} src="{data_url(small)}" alt="{name}" title="{name}" '
        f'width="{width}" height="{height}" decoding="async">'
    )


def _small(image: Image) -> Image:
    """Return a picture averaged to at most 160 pixels a side."""
    width, height = image.frame
    scale = _SIDE / max(width, height)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    pixels = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
    return image.with_pixels(pixels.reshape(size[1], size[0], -1))
