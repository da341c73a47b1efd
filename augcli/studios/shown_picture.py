"""Encode pictures for the page: small files, or the very bytes that expand writes."""

from __future__ import annotations

from augcli.figures.stretch import Stretch
from augcli.imaging.codec.encode import encode
from augcli.imaging.codec.formats import format_of
from augcli.imaging.image import Image
from augcli.pipeline.copy_maker import CopyMaker, OpenSource
from augcli.pipeline.steps import Recipe
from augcli.studios.look import Picture

_QUALITY = 88  # the page shows most copies at less than their size, where no loss can be seen
_SMALL = 128  # pixels: JPEG would show its artefacts
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}  # all browsers show them


def shown_picture(image: Image, stretch: Stretch | None) -> Picture:
    """Return a picture as JPEG, or as PNG if it is small or has alpha.

    ``stretch`` is for 16 bits.
    """
    if image.depth == 16 and stretch:
        image = stretch.shown(image)
    name = "png" if image.has_alpha or max(image.frame) <= _SMALL else "jpg"
    return Picture(encode(image, format_of(name), _QUALITY), _TYPES[name], image.frame)


def actual_picture(maker: CopyMaker, source: OpenSource, recipe: Recipe) -> Picture:
    """Return a copy as the file that expand writes; as PNG if no browser shows its format.

    Raises:
        SourceProblem: its format can't hold its size.
    """
    (made,) = maker.make(source, [recipe])
    if source.format.name in _TYPES:
        return Picture(made.data, _TYPES[source.format.name], made.image.frame)
    return Picture(encode(made.image, format_of("png"), _QUALITY), "image/png", made.image.frame)
