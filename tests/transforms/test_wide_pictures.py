"""Pictures wider than a strip are warped strip by strip, and show no seams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from oracles import as_image, assert_close, noise, rendered

from augcli.imaging.kernels import warp
from augcli.imaging.resampling import FillMode, Resampling

from .cases import ALONE, FILL, each_fill_mode

if TYPE_CHECKING:
    from oracles import Pixels

    from augcli.imaging.image import Image, Mode
    from augcli.pipeline.steps import Recipe

CASES: dict[str, Recipe] = {
    "all": [fired for recipe in ALONE.values() for fired in recipe],
    "rotation": [{"transform": "rotation", "degrees": 25.0}],
    "perspective": [
        {
            "transform": "perspective",
            "corners": 0.2,
            "directions": [0.2, 0.9, -0.4, 0.1, 0.7, -0.8, 0.3, 0.6],
        }
    ],
}


KINDS: list[tuple[Mode, int]] = [("RGB", 8), ("L", 8), ("RGBA", 16)]


@pytest.fixture(params=KINDS, ids=str)
def wide(sample: Pixels, request: pytest.FixtureRequest) -> Image:
    pixels = np.hstack([sample[:40], sample[:40, ::-1]] * 9)
    assert pixels.shape[1] > 2 * warp._STRIP
    return as_image(pixels, *request.param)


@each_fill_mode
@pytest.mark.parametrize("recipe", CASES.values(), ids=CASES)
def test_strips_give_the_picture_that_one_warp_gives(
    wide: Image, recipe: Recipe, fill_mode: FillMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    how = Resampling("bilinear", fill_mode, (FILL,))
    in_strips = rendered(wide, recipe, how)
    monkeypatch.setattr(warp, "_STRIP", 1 << 20)
    assert_close(in_strips, rendered(wide, recipe, how).astype(np.float64), wide.depth)


def test_every_pixel_is_in_a_strip() -> None:
    image = noise(3 * warp._STRIP + 1, 3)
    shifted = rendered(image, [{"transform": "width_shift", "pixels": 1.0}])
    np.testing.assert_array_equal(shifted[:, 1:], image.pixels[:, :-1])
