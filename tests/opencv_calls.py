"""The calls of OpenCV that rendering a recipe takes."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import _Call, patch

from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import cv2
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe


def opencv_calls(
    names: Sequence[str], image: Image, recipe: Recipe, size: Frame | None = None
) -> dict[str, list[_Call]]:
    """Render a recipe; return the calls of the named functions, by name."""
    spies = {name: patch.object(cv2, name, wraps=getattr(cv2, name)) for name in names}
    mocks = {name: spy.start() for name, spy in spies.items()}
    try:
        render(Canvas(image, size), recipe, Resampling())
    finally:
        patch.stopall()
    return {name: mock.call_args_list for name, mock in mocks.items()}
