"""Recipes, pictures and measurements that several tests of transforms share."""

from __future__ import annotations

from typing import Any

import pytest
from opencv_calls import opencv_calls

from augcli.catalogue import Homography, catalogue
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.resampling import FILL_MODES, Resampling
from augcli.pipeline.steps import AppliedStep, Recipe

FILL = 90.0
ALONE: dict[str, Recipe] = {
    "rotation": [{"transform": "rotation", "degrees": 23.7}],
    "width_shift": [{"transform": "width_shift", "fraction": 0.137}],
    "height_shift": [{"transform": "height_shift", "pixels": -7.35}],
    "shear": [{"transform": "shear", "degrees": -14.2}],
    "zoom": [{"transform": "zoom", "x": 0.9137, "y": 0.7731}],
    "horizontal_flip": [{"transform": "horizontal_flip"}],
    "vertical_flip": [{"transform": "vertical_flip"}],
}

BENT: dict[str, AppliedStep] = {
    "elastic": {"transform": "elastic", "alpha": 0.02, "sigma": 0.1, "seed": 5},
    "grid_distortion": {"transform": "grid_distortion", "limit": 0.5, "cells": 4, "seed": 6},
    "barrel": {"transform": "barrel", "strength": 0.8},
    "pincushion": {"transform": "barrel", "strength": -0.8},
    "thin_plate": {"transform": "thin_plate", "strength": 0.06, "seed": 7},
}
FORMATS: list[tuple[Mode, int]] = [("L", 8), ("RGB", 8), ("RGBA", 8), ("LA", 16), ("RGB", 16)]
BLACK_FILL = Resampling(fill_mode="constant", fill_value=(0.0,))

each_bend = pytest.mark.parametrize("fired", BENT.values(), ids=BENT)
each_format = pytest.mark.parametrize(("mode", "depth"), FORMATS)
each_fill_mode = pytest.mark.parametrize("fill_mode", FILL_MODES)


def homography(name: str, width: int, height: int, **fields: Any) -> Homography:
    """Return the effect of a transform that is a homography."""
    effect = catalogue()[name].effect(fields, Frame(width, height))
    assert isinstance(effect, Homography)
    return effect


def calls_on_pictures(image: Image, recipe: Recipe, size: Frame | None = None) -> list[str]:
    """Return the names of OpenCV functions called with a picture, which has three axes."""
    names = ("warpAffine", "remap", "warpPerspective", "flip", "transpose", "resize")
    calls = opencv_calls(names, image, recipe, size)
    return [name for name, made in calls.items() for call in made if call.args[0].ndim == 3]
