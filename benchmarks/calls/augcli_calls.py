"""augcli's transforms, each with its first knob at the strong end of its default range.

Drawing is part of it, for five copies at once as ``expand --copies 5`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import cv2
import numpy as np
from loop import photo, serve

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.ranges import Interval
from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe, Step

COPIES = 5
# Where the other libraries have another default that is usual, or take whole pixels only.
VALUES = {
    "gaussian_blur": "2px,2px",
    "jpeg_compression": "50,50",
    "webp_compression": "50,50",
}


def read(name: str) -> Image:
    return Image(np.array(photo(name)), "RGB")


def strong(transform: Transform) -> dict[str, Interval]:
    """Return the first knob the value of its default range that is furthest from neutral."""
    if not transform.knobs:
        return {}
    name, knob = next(iter(transform.knobs.items()))
    if transform.name in VALUES:
        return {name: knob.parse(VALUES[transform.name])}
    usual, neutral = knob.default_interval, knob.neutral_interval
    end = usual.high
    if neutral and abs(usual.low - neutral.low) > abs(usual.high - neutral.low):
        end = usual.low
    return {name: Interval(end, end, usual.unit)}


def call_of(transform: Transform) -> Callable[[], object]:
    pipeline = Pipeline((Step(transform, strong(transform)),))
    canvas = Canvas(read("cat/chelsea.jpg"))
    partners = [read(name) for name in ("flower/geranium.jpg", "bird.jpg", "bird/turkey.jpg")]
    seeds, drawn = count(), list[Recipe]()

    def lend(number: str) -> Image:
        return partners[int(float(number) * len(partners))]

    def call() -> object:
        if not drawn:
            drawn.extend(pipeline.draw(next(seeds), "cat/chelsea.jpg", COPIES))
        return render(canvas, drawn.pop(), Resampling(), lend)

    return call


if __name__ == "__main__":
    cv2.setNumThreads(1)
    serve({name: call_of(transform) for name, transform in catalogue().items()})
