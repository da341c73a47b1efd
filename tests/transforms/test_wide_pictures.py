"""Wide pictures are resampled strip by strip, and show no seams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from oracles import as_image, assert_close, noise, rendered

from augcli.imaging.resampling import Resampling

from .cases import FILL, each_fill_mode

if TYPE_CHECKING:
    from oracles import Pixels

    from augcli.imaging.image import Image, Mode
    from augcli.imaging.resampling import FillMode
    from augcli.pipeline.steps import Recipe

# Each recipe beside the one that does the same to the transposed picture.
PERSPECTIVE = {"transform": "perspective", "corners": 0.2}
CASES: dict[str, tuple[Recipe, Recipe]] = {
    "rotation": (
        [{"transform": "rotation", "degrees": 25.0}],
        [{"transform": "rotation", "degrees": -25.0}],
    ),
    "perspective": (
        [{**PERSPECTIVE, "directions": [0.2, 0.9, -0.4, 0.1, 0.7, -0.8, 0.3, 0.6]}],
        [{**PERSPECTIVE, "directions": [0.9, 0.2, 0.6, 0.3, -0.8, 0.7, 0.1, -0.4]}],
    ),
    "several": (
        [
            {"transform": "rotation", "degrees": 3.0},
            {"transform": "width_shift", "fraction": 0.137},
            {"transform": "zoom", "x": 1.31, "y": 0.77},
            {"transform": "horizontal_skew", "factor": 0.4},
            {"transform": "horizontal_flip"},
        ],
        [
            {"transform": "rotation", "degrees": -3.0},
            {"transform": "height_shift", "fraction": 0.137},
            {"transform": "zoom", "x": 0.77, "y": 1.31},
            {"transform": "vertical_skew", "factor": 0.4},
            {"transform": "vertical_flip"},
        ],
    ),
}
KINDS: list[tuple[Mode, int]] = [("RGB", 8), ("L", 8), ("RGBA", 16)]


@pytest.fixture(params=KINDS, ids=str)
def wide(sample: Pixels, request: pytest.FixtureRequest) -> Image:
    pixels = np.hstack([sample[:40], sample[:40, ::-1]] * 9)
    return as_image(pixels, *request.param)


@each_fill_mode
@pytest.mark.parametrize(("recipe", "transposed"), CASES.values(), ids=CASES)
def test_a_wide_picture_comes_out_like_the_tall_one_that_is_one_strip(
    wide: Image, recipe: Recipe, transposed: Recipe, fill_mode: FillMode
) -> None:
    how = Resampling("bilinear", fill_mode, (FILL,))
    tall = wide.with_pixels(np.ascontiguousarray(wide.pixels.swapaxes(0, 1)))
    expected = rendered(tall, transposed, how).swapaxes(0, 1)
    assert_close(rendered(wide, recipe, how), expected.astype(np.float64), wide.depth)


@pytest.mark.parametrize("width", [1024, 1025, 2048, 3073])
def test_a_shift_reaches_every_column_of_a_wide_picture(width: int) -> None:
    image = noise(width, 3)
    shifted = rendered(image, [{"transform": "width_shift", "pixels": 1.0}])
    np.testing.assert_array_equal(shifted[:, 1:], image.pixels[:, :-1])
