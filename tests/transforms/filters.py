"""Apply transforms to pictures of every mode, and filter by SciPy for comparison."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from oracles import Floats, Pixels, rendered
from scipy import ndimage

from augcli.imaging.image import Image, Mode

MODES: list[tuple[Mode, int]] = [("RGB", 8), ("L", 8), ("RGBA", 8), ("LA", 16), ("RGB", 16)]
each_mode = pytest.mark.parametrize(("mode", "depth"), MODES)


def applied(image: Image, transform: str, **fields: float) -> Pixels:
    """Return what a transform makes of a picture, without alpha."""
    return _without_alpha(rendered(image, [{"transform": transform, **fields}]), image)


def colours(image: Image) -> Floats:
    """Return the levels of a picture, without alpha."""
    return np.asarray(_without_alpha(image.pixels, image), np.float64)


def _without_alpha(pixels: Pixels, image: Image) -> Pixels:
    return pixels[..., : 1 if image.mode in ("L", "LA") else 3]


def smoothed(image: Image, smooth: Callable[[Floats], Floats]) -> Floats:
    """Return what a smoothing function makes of the colours, each pixel counted by its alpha."""
    if not image.has_alpha:
        return smooth(colours(image))
    alpha = image.pixels[..., -1:].astype(np.float64)
    return np.asarray(smooth(colours(image) * alpha) / np.maximum(smooth(alpha), 1e-9))


def filtered(image: Image, kernel: Floats) -> Floats:
    """Return the weighted mean of each pixel's surroundings by SciPy, as ``smoothed`` counts."""
    return smoothed(
        image, lambda levels: ndimage.correlate(levels, kernel[..., np.newaxis], mode="nearest")
    )


def apart(got: Pixels, expected: Pixels, image: Image) -> Floats:
    """Return how far levels are from those expected, on the scale 0..255."""
    return np.abs(got.astype(np.float64) - expected) * (255 / image.top)
