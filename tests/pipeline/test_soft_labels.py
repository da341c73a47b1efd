"""Soft labels: the share of the pixels that were really pasted, at the size of that step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from oracles import noise

from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.partners import PartnerPool, Partners
from augcli.pipeline.render import render
from augcli.pipeline.steps import AppliedStep, Recipe

NAMES = ("a/1", "b/1", "c/1", "d/1")
LEVELS = dict(zip(NAMES, (0, 60, 120, 240), strict=True))
SIZES = [(1, 1), (3, 3), (2, 5), (1, 40), (32, 32), (33, 31), (101, 67)]


def _cutmix(share: float, *at: float) -> AppliedStep:
    return {"transform": "cutmix", "share": share, "x": at[0], "y": at[1], "partner": ["d/1"]}


def _mosaic(spread: float, *at: float) -> AppliedStep:
    others = ["b/1", "c/1", "d/1"]
    return {"transform": "mosaic", "spread": spread, "x": at[0], "y": at[1], "partners": others}


def _plain(level: int, frame: Frame, mode: Mode = "L") -> Image:
    return Image(np.full((frame.height, frame.width, 1), level, np.uint8), mode)


def _pool() -> PartnerPool:
    labels = {name: name[0] for name in NAMES}
    return PartnerPool(
        Partners(labels, across=True), lambda name: (_plain(LEVELS[name], Frame(20, 30)), name)
    )


def _told_and_counted(recipe: Recipe, canvas: Canvas) -> tuple[dict[str, float], dict[str, float]]:
    pool = _pool()
    made = render(canvas, recipe, Resampling(), pool.image).pixels
    told = pool.record_fields(recipe, ("a",), canvas).get("labels", {"a": 1.0})
    counted = {name[0]: float((made == level).mean()) for name, level in LEVELS.items()}
    return told, {name: counted[name] for name in told}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("share", [0.0, 0.01, 0.25, 0.4, 0.613, 1.0])
def test_the_share_of_cutmix_is_that_of_the_pixels_pasted(
    size: tuple[int, int], share: float
) -> None:
    frame = Frame(*size)
    told, counted = _told_and_counted([_cutmix(share, 0.3, 0.8)], Canvas(_plain(0, frame)))
    assert told == pytest.approx(counted, abs=1e-12)
    assert sum(told.values()) == pytest.approx(1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("at", [(0.0, 0.0), (0.7, -0.9), (-1.0, 1.0)])
def test_the_shares_of_mosaic_are_those_of_the_pixels_shown(
    size: tuple[int, int], at: tuple[float, float]
) -> None:
    told, counted = _told_and_counted([_mosaic(0.4, *at)], Canvas(_plain(0, Frame(*size))))
    assert told == pytest.approx(counted, abs=1e-12)


@pytest.mark.parametrize(
    "before",
    [
        {"transform": "rotation", "degrees": 90.0, "fit_inside": True},
        {"transform": "rot90", "turns": 1},
        {"transform": "crop", "area": 0.5, "aspect": 1.3, "position": [0.2, 0.6]},
        {"transform": "zoom", "x": 0.5, "y": 0.7},
    ],
)
@pytest.mark.parametrize("size", [None, Frame(13, 11)])
def test_the_share_is_of_the_picture_that_the_step_gets(
    before: dict[str, Any], size: Frame | None
) -> None:
    canvas = Canvas(_plain(0, Frame(23, 14)), size)
    told, counted = _told_and_counted([before, _cutmix(0.3, 0.2, 0.9)], canvas)
    assert told == pytest.approx(counted, abs=1e-12)
    assert 0 < told["d"] < 1


def test_a_mix_before_the_geometry_counts_the_pixels_of_its_own_step() -> None:
    canvas = Canvas(_plain(0, Frame(7, 5)), Frame(70, 50))
    turned = {"transform": "rotation", "degrees": 30.0}
    told = _pool().record_fields([_cutmix(0.3, 0.2, 0.9), turned], ("a",), canvas)["labels"]
    assert told["d"] == pytest.approx(round(7 * 0.3**0.5) * round(5 * 0.3**0.5) / 35)


def test_pasted_pixels_count_whether_they_are_visible_or_not() -> None:
    hidden = noise(32, 32, "RGBA")
    hidden.pixels[..., 3] = 0
    step = _cutmix(0.3, 0.2, 0.9)
    pool = _pool()
    assert pool.record_fields([step], ("a",), Canvas(hidden)) == pool.record_fields(
        [step], ("a",), Canvas(_plain(0, Frame(32, 32)))
    )
