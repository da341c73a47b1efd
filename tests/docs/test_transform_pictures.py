"""The pictures in docs/transforms/ show what the code does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.ranges import Interval
from augcli.imaging.codec.decode import decode
from tools.docs.transform_pictures import Strip, captions, shown_steps

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_images"
STORED = ROOT / "docs" / "transforms"
LEVELS = 1.0  # another codec or rounding stays well below, another field of noise does not

each_transform = pytest.mark.parametrize("transform", catalogue().values(), ids=catalogue())


@cache
def strip_of(name: str) -> Strip:
    return Strip.of(catalogue()[name], SAMPLES)


def levels(data: bytes) -> NDArray[Any]:
    return decode(data).pixels[..., :3].astype(np.int16)


def apart(strip: Strip, stored: NDArray[Any]) -> float:
    # Encoded as the stored picture was, since a JPEG smooths noise.
    return float(np.abs(levels(strip.encode()) - stored).mean())


def scaled(interval: Interval, factor: float) -> Interval:
    return Interval(interval.low * factor, interval.high * factor, interval.unit)


@each_transform
def test_the_stored_picture_is_what_the_pipeline_renders(transform: Transform) -> None:
    stored = levels((STORED / f"{transform.name}.jpg").read_bytes())
    assert apart(strip_of(transform.name), stored) < LEVELS, "stale: run `make docs`"


@pytest.mark.parametrize(
    ("name", "factor"), [("brightness", 1.02), ("rotation", 1.02), ("gaussian_blur", 1.5)]
)
def test_a_picture_of_other_values_would_not_pass_for_the_stored_one(
    name: str, factor: float
) -> None:
    stored = levels((STORED / f"{name}.jpg").read_bytes())
    steps = [
        (
            caption,
            replace(step, intervals={k: scaled(v, factor) for k, v in step.intervals.items()}),
        )
        for caption, step in shown_steps(catalogue()[name])
    ]
    assert apart(Strip.of_steps(steps, SAMPLES), stored) > LEVELS


@each_transform
def test_a_strip_shows_something(transform: Transform) -> None:
    pictures = strip_of(transform.name).pictures
    assert len(pictures) > 1
    first, *_, last = (picture.pixels[..., :3].astype(np.int16) for picture in pictures)
    assert first.shape != last.shape or np.abs(first - last).mean() > 0.5


@each_transform
def test_a_strip_has_a_caption_for_each_value(transform: Transform) -> None:
    strip = strip_of(transform.name)
    assert strip.captions == captions(transform)
    assert bool(strip.captions) == bool(transform.knobs)
    assert len(strip.pictures) == max(2, len(strip.captions))  # with the photo before if just one
    assert len(set(strip.captions)) == len(strip.captions)


def test_there_is_no_picture_of_a_transform_that_is_gone() -> None:
    assert {path.stem for path in STORED.glob("*")} <= set(catalogue())


def test_the_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in STORED.glob("*.jpg")]
    assert max(sizes) < 30_000
    assert sum(sizes) / len(sizes) < 17_000
