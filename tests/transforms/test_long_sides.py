"""Pictures of a side that is longer than OpenCV warps: every transform takes them."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import SCIPY_MODE, assert_close, by_scipy, noise, rendered, source_map

from augcli.catalogue import Transform, catalogue
from augcli.imaging.image import Frame, Mode
from augcli.imaging.resampling import FILL_MODES, FillMode, Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe, Step

from .cases import FILL

LONG = 33_001
CASES: dict[str, Recipe] = {
    "rotation": [{"transform": "rotation", "degrees": 0.004}],
    "shift": [{"transform": "width_shift", "pixels": 20_000.3}],
    "zoom": [{"transform": "zoom", "x": 0.7, "y": 0.9}],
    "mirrored": [{"transform": "width_shift", "pixels": 7.0}, {"transform": "horizontal_flip"}],
}


@pytest.mark.parametrize("transform", catalogue().values(), ids=lambda one: one.name)
def test_every_transform_takes_a_long_side(transform: Transform) -> None:
    (recipe,) = Pipeline((Step(transform),)).draw(1, "a.jpg", 1)
    # Clouds and drops are as fine as the shorter side: on strips of 2 pixels they take seconds.
    for image in (noise(LONG, 12, "RGBX"), noise(12, LONG, "RGBA", 16)):
        assert rendered(image, recipe).size >= 2 * 12 * LONG


@pytest.mark.parametrize("fill_mode", FILL_MODES)
@pytest.mark.parametrize("recipe", CASES.values(), ids=CASES)
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("L", 16)])
def test_a_long_picture_is_that_of_scipy(
    mode: Mode, depth: int, recipe: Recipe, fill_mode: FillMode
) -> None:
    image = noise(LONG, 3, mode, depth)
    got = rendered(image, recipe, Resampling("bilinear", fill_mode, (FILL,)))
    # Pillow and OpenCV fade a picture into the fill; SciPy does by this mode.
    where = {"constant": "grid-constant"}.get(fill_mode, SCIPY_MODE[fill_mode])
    fill = FILL * image.top / 255
    assert_close(got, by_scipy(image, source_map(recipe, LONG, 3), 1, where, fill), depth)


@pytest.mark.parametrize("size", [Frame(120, 80), Frame(LONG + 100, 5)])
def test_a_long_picture_takes_every_size(size: Frame) -> None:
    image = noise(LONG, 3)
    shown = render(Canvas(image, size), [], Resampling()).pixels
    assert shown.shape == (size.height, size.width, 3)
    assert shown.mean() == pytest.approx(image.pixels.mean(), abs=4)
    assert np.ptp(shown) > 20
