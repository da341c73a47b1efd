"""Show a copy as its file will hold it, with what the encoder loses."""

from __future__ import annotations

from dataclasses import replace

from augcli.catalogue.effects import Pixels
from augcli.figures.shown_size import is_squeezed, shown_size
from augcli.imaging.image import Frame, Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker, OpenSource, Output
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe

_LOSSY = ("jpg", "webp")


def picture_of(maker: CopyMaker, source: OpenSource, recipe: Recipe, box: Frame) -> Image:
    """Make a copy, encode it and decode it, and reduce it to a box in pixels if it is larger."""
    effects, frame = maker.effects(recipe, source.canvas.image.frame)
    frame = source.canvas.size or frame
    if _shows_loss(maker.output, source, frame, box):
        return reduced(_decoded(maker, source, recipe), box)
    if is_squeezed(frame) or any(isinstance(effect, Pixels) for effect in effects):
        # Noise and blur depend on the size of the picture, so it is made smaller afterwards.
        return reduced(maker.render(source.canvas, [recipe])[0], box)
    size = _shown_at_most(frame, box)
    canvas = source.canvas if size == frame else replace(source.canvas, size=size)
    return maker.render(canvas, [recipe])[0]


def reduced(image: Image, box: Frame) -> Image:
    """Return a picture no larger than a box in pixels. A small one stays: the page enlarges it."""
    size = _shown_at_most(image.frame, box)
    if size == image.frame:
        return image
    return render(Canvas(image, size), [], Resampling())


def _shows_loss(output: Output, source: OpenSource, frame: Frame, box: Frame) -> bool:
    """Return True if the loss of the encoder can be seen.

    At less than half its size, a photo at the default quality looks as before it was encoded.
    Encoding nine copies of 12 megapixels for that would take seconds.
    """
    if source.format.name not in _LOSSY:
        return False
    usual = (output.quality, output.subsampling) == (Output.quality, Output.subsampling)
    return not usual or 2 * _shown_at_most(frame, box).width >= frame.width


def _shown_at_most(frame: Frame, box: Frame) -> Frame:
    """Return the size at which a picture is shown, but no side larger than it is."""
    shown = shown_size(frame, box)
    return Frame(min(frame.width, shown.width), min(frame.height, shown.height))


def _decoded(maker: CopyMaker, source: OpenSource, recipe: Recipe) -> Image:
    from augcli.imaging.codec.decode import decode

    (made,) = maker.make(source, [recipe])
    return decode(made.data, maker.max_pixels)
