"""What the comparisons with other libraries share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from augcli.imaging.resampling import FILL_MODES

if TYPE_CHECKING:
    from augcli.pipeline.steps import Recipe

FILL = 90.0
ALONE: dict[str, Recipe] = {
    "rotation": [{"transform": "rotation", "degrees": 23.7}],
    "width_shift": [{"transform": "width_shift", "fraction": 0.137}],
    "height_shift": [{"transform": "height_shift", "pixels": -7.35}],
    "shear": [{"transform": "shear", "degrees": -14.2}],
    "zoom": [{"transform": "zoom", "x": 1.3137, "y": 0.7731}],
    "horizontal_flip": [{"transform": "horizontal_flip"}],
    "vertical_flip": [{"transform": "vertical_flip"}],
}

each_fill_mode = pytest.mark.parametrize("fill_mode", FILL_MODES)
