"""The pictures of docs/transforms.md: each transform on a sample photo, at a few strengths.

The real pipeline draws and renders them, with the first knob fixed at each value in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from augcli.catalogue import Transform
from augcli.catalogue.ranges import Interval
from augcli.imaging.codec.decode import decode
from augcli.imaging.codec.encode import encode
from augcli.imaging.codec.formats import FORMATS
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import Array, np
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas, contained
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import render
from augcli.pipeline.steps import Step
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

_SAMPLE = "cat/chelsea.jpg"  # a photo: the drawings have neither texture nor noise
_PARTNERS = ("flower/geranium.jpg", "bird.jpg", "bird/turkey.jpg")
_BOX = Frame(200, 200)
_GAP = 6
_QUALITY = 75


@dataclass(frozen=True)
class Strip:
    """Pictures side by side, with the value of the flag at each, if it takes one."""

    captions: tuple[str, ...]
    pictures: tuple[Image, ...]

    @classmethod
    def of(cls, transform: Transform, samples: Path) -> Strip:
        """Render a transform on the sample pictures of a folder."""
        return cls.of_steps(shown_steps(transform), samples)

    @classmethod
    def of_steps(cls, steps: list[tuple[str, Step]], samples: Path) -> Strip:
        """Render steps with their captions, and the photo before if there is just one step."""
        rendered = [_rendered(step, samples) for _, step in steps]
        if len(rendered) == 1:
            rendered.insert(0, _small(samples))
        return cls(tuple(caption for caption, _ in steps if caption), tuple(rendered))

    def encode(self) -> bytes:
        """Return it as a JPEG."""
        return encode(Image(self._side_by_side(), "RGB"), FORMATS["jpg"], _QUALITY)

    def _side_by_side(self) -> Array:
        # Turned pictures are as high as others are wide.
        height = max(picture.frame.height for picture in self.pictures)
        parts = []
        for picture in self.pictures:
            over = height - picture.frame.height
            margins = (over // 2, over - over // 2), (0, _GAP), (0, 0)
            parts.append(np.pad(picture.pixels[..., :3], margins, constant_values=255))
        return np.ascontiguousarray(np.hstack(parts)[:, :-_GAP])


def captions(transform: Transform) -> tuple[str, ...]:
    """Return the values that a strip shows, as captions, without rendering it."""
    return tuple(caption for caption, _ in shown_steps(transform) if caption)


def shown_steps(transform: Transform) -> list[tuple[str, Step]]:
    """Return captions and steps: the first knob at three values of its default range.

    An end that changes nothing is left out. A transform without knobs has one step, no caption.
    """
    first = next(iter(transform.knobs), None)
    if first is None:
        return [("", Step(transform))]
    knob = transform.knobs[first]
    usual, neutral = knob.default_interval, knob.neutral_interval
    positions, skipped = [0.0, 0.5, 1.0], None
    if neutral and neutral.low in (usual.low, usual.high):
        skipped = neutral.low
        positions = [0.25, 0.5, 1.0] if skipped == usual.low else [0.0, 0.5, 0.75]
    drawn = [knob.at(usual, position) for position in positions]
    values = dict.fromkeys(value for value in drawn if value != skipped)
    field = knob.field(first, usual.unit)
    return [
        (knob.caption(value, field), Step(transform, {first: Interval(value, value, usual.unit)}))
        for value in values
    ]


def _rendered(step: Step, samples: Path) -> Image:
    (recipe,) = Pipeline((step,)).draw(0, _SAMPLE, 1)
    for field, partner in step.transform.partners.items():
        recipe[0][field] = list(_PARTNERS[: partner.count])
    # Shrunk first, not in one go with the step: pictures turned by 90 degrees keep their shape.
    canvas = Canvas(_small(samples))
    return render(canvas, recipe, Resampling(), lambda name: _decoded(samples / name))


@cache
def _small(samples: Path) -> Image:
    image = _decoded(samples / _SAMPLE)
    return render(Canvas(image, contained(image.frame, _BOX)), [], Resampling())


@cache
def _decoded(path: Path) -> Image:
    return decode(read_file(path, Limits.bytes))
