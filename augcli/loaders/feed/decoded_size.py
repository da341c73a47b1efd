"""How small a picture may be decoded without a loss for its copies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from augcli.catalogue.effects import Effect, Field, Homography, Pixels
from augcli.imaging.image import Frame
from augcli.imaging.kernels.pixel_map import PixelMap
from augcli.imaging.lazy import np
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Step

_DRAWS = range(64)
_ROUNDING = 1e-6  # what sines and cosines may add to a whole number
_FRAME = Frame(4096, 2304)  # wide, as a rotation that shows no fill comes closest there


def least_side(maker: CopyMaker) -> int:
    """Return the least sides, in pixels, that a picture may be decoded at, by a maker with a size.

    With those, no copy enlarges what was decoded, unless it would enlarge the whole picture too.
    Bends count as if they enlarged nothing. It is 0 if a picture needs all of its pixels: before it
    is brought to its size, a step would move it by a number of them, filter it, or add noise.
    """
    shown = min(map(_closest, [maker.pipeline, *maker.class_pipelines.values()]))
    sides = maker.output.size or (0,)
    return math.ceil(max(sides) / shown - _ROUNDING) if shown else 0


def _closest(pipeline: Pipeline) -> float:
    """Return the share of a side that the closest copy shows; 0 if all pixels are needed."""
    share, filtered = 1.0, False
    for stage in pipeline.stages:
        steps = [(step, _effects(step)) for step in stage.steps()]
        # Those of a group may run in another order.
        filtered = filtered or any(isinstance(some[0], Pixels) for _, some in steps)
        moving = [(step, some) for step, some in steps if isinstance(some[0], Homography | Field)]
        if moving and (filtered or any(_counts_pixels(step) for step, _ in moving)):
            return 0.0
        for _, some in moving:
            share *= _least_span(some)
    return share


def _effects(step: Step) -> list[Effect]:
    drawn = replace(step, chance=1.0).draw(("decoded size",), _DRAWS)
    return [step.transform.effect(fired, _FRAME) for (fired,) in drawn]


def _counts_pixels(step: Step) -> bool:
    return any(step.interval(knob).unit == "pixels" for knob in step.transform.knobs)


def _least_span(effects: Iterable[Effect]) -> float:
    """Return how many pixels of its input a pixel of an output spans at least, 1 at most."""
    maps = [one for one in effects if isinstance(one, Homography)]
    least: float = min((_spanned(one) for one in maps), default=1.0)
    return min(1.0, least)


def _spanned(one: Homography) -> float:
    frame = one.frame or _FRAME
    to_source = PixelMap.from_centres(one.matrix, _FRAME, frame)
    corners = [(x, y) for x in (0, frame.width - 1) for y in (0, frame.height - 1)]
    slopes = np.array([to_source.slope(*corner) for corner in corners])[:, :2, :2]
    return float(np.linalg.norm(slopes, -2, axis=(1, 2)).min())
