"""Very wide pictures are warped as SciPy warps them: single precision is enough for them."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import (
    SCIPY_MODE,
    Pixels,
    as_image,
    assert_close,
    by_scipy,
    noise,
    off_the_rim,
    rendered,
    source_map,
    source_points,
)

from augcli.imaging.image import Mode
from augcli.imaging.resampling import FillMode, Resampling
from augcli.pipeline.steps import Recipe

from .cases import FILL, each_fill_mode

CASES: dict[str, Recipe] = {
    "rotation": [{"transform": "rotation", "degrees": 1.5}],
    "shift and zoom": [
        {"transform": "width_shift", "pixels": 700.3},
        {"transform": "zoom", "x": 0.8, "y": 0.9},
    ],
}


@each_fill_mode
@pytest.mark.parametrize("recipe", CASES.values(), ids=CASES)
@pytest.mark.parametrize(("mode", "depth"), [("RGB", 8), ("L", 8), ("RGBA", 16)])
def test_a_wide_picture_is_warped_as_scipy_warps_it(
    sample: Pixels, mode: Mode, depth: int, recipe: Recipe, fill_mode: FillMode
) -> None:
    image = as_image(np.hstack([sample[:60], sample[:60, ::-1]] * 16), mode, depth)
    width, height = image.frame
    assert width > 4000
    matrix = source_map(recipe, width, height)
    fill = FILL * image.top / 255
    expected = by_scipy(image, matrix, 1, SCIPY_MODE[fill_mode], fill)
    got = rendered(image, recipe, Resampling("bilinear", fill_mode, (FILL,)))
    rim_matters = fill_mode == "constant"
    points = source_points(matrix, width, height)
    assert_close(
        got, expected, depth, where=off_the_rim(points, width, height) if rim_matters else None
    )


def test_a_wide_picture_is_shifted_by_whole_pixels() -> None:
    image = noise(5001, 3)
    shifted = rendered(image, [{"transform": "width_shift", "pixels": 1.0}])
    np.testing.assert_array_equal(shifted[:, 1:], image.pixels[:, :-1])
