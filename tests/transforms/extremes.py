"""Recipes at the ends of every range, and pictures of every mode to try them on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import get_args

import pytest
from oracles import noise

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Knob, Real
from augcli.catalogue.lengths import Shift
from augcli.catalogue.ranges import Interval
from augcli.imaging.image import Mode
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Recipe, Step

SIZES = [(1, 1), (3, 2), (64, 33)]
IMAGES = [
    noise(width, height, mode, depth)
    for (width, height), mode, depth in itertools.product(SIZES, get_args(Mode), (8, 16))
]

each_transform = pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())


def is_moving(transform: Transform) -> bool:
    return transform.group in ("geometry", "distortion")


def drawn(transform: Transform, intervals: dict[str, Interval]) -> Recipe:
    return Pipeline((Step(transform, intervals),)).draw(0, "a.jpg", 1)[0]


def extremes(transform: Transform) -> Iterator[Recipe]:
    """Return recipes in which each knob is at each of its ends, the others together at theirs."""
    ends = [_ends(knob) for knob in transform.knobs.values()]
    most = max(map(len, ends), default=1)
    for shift in range(2 if len(ends) > 1 else 1):
        for turn in range(most):
            chosen = [one[(turn + shift * n) % len(one)] for n, one in enumerate(ends)]
            yield drawn(transform, dict(zip(transform.knobs, chosen, strict=True)))


def _ends(knob: Knob) -> list[Interval]:
    """Return both ends of the default range and of the declared limits."""
    ranges = [knob.default_interval]
    if isinstance(knob, Shift):
        ranges += [Interval(knob.least * end, end, unit) for unit, end in knob.limits.items()]
    else:
        assert isinstance(knob, Real)
        ranges.append(Interval(knob.low, knob.high))
    return [Interval(end, end, one.unit) for one in ranges for end in (one.low, one.high)]
