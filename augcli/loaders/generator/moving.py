"""Move, brighten and shift the channels of float images by the parameters of Keras."""

from __future__ import annotations

import math
from dataclasses import dataclass

from augcli.imaging.lazy import Array, cv2, np
from augcli.loaders.generator.ranges import Parameters

FILL_MODES = ("constant", "nearest", "reflect", "wrap")
_MOST_CHANNELS = 4  # that OpenCV fills with a level
_OF_SCIPY = {"wrap": "grid-wrap", "constant": "grid-constant"}
_MOST = 255.0


@dataclass(frozen=True)
class Filling:
    """How points are filled: ``cval`` is the level of ``constant``, ``order`` of the spline."""

    fill_mode: str
    cval: float
    order: int


def moved(x: Array, parameters: Parameters, how: Filling) -> Array:
    """Return an image (height, width, channels) rotated, shifted, sheared and zoomed in one pass.

    The centre of the picture stays where it is, but for the shift. An image that nothing moves is
    returned as it is.
    """
    matrix = _matrix(parameters)
    if np.array_equal(matrix, np.eye(3)):
        return x
    height, width = x.shape[:2]
    centre = np.array([[1, 0, (width - 1) / 2], [0, 1, (height - 1) / 2], [0, 0, 1]])
    to_source = centre @ matrix @ np.linalg.inv(centre)
    if how.order > 1:
        return _by_splines(x, to_source, how)
    flags = (cv2.INTER_LINEAR if how.order else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
    border = {
        "constant": cv2.BORDER_CONSTANT,
        "nearest": cv2.BORDER_REPLICATE,
        "reflect": cv2.BORDER_REFLECT,
        "wrap": cv2.BORDER_WRAP,
    }[how.fill_mode]
    fill = (how.cval,) * _MOST_CHANNELS
    parts = [
        cv2.warpAffine(
            np.ascontiguousarray(x[..., first : first + _MOST_CHANNELS], np.float32),
            to_source[:2],
            (width, height),
            flags=flags,
            borderMode=border,
            borderValue=fill,
        ).reshape(height, width, -1)
        for first in range(0, x.shape[2], _MOST_CHANNELS)
    ]
    whole: Array = np.concatenate(parts, axis=2).astype(x.dtype, copy=False)
    return whole


def with_channels_shifted(x: Array, intensity: float) -> Array:
    """Return an image with a value added, and cut to the range that it had."""
    shifted: Array = np.clip(x + np.asarray(intensity, x.dtype), x.min(), x.max())
    return shifted


def brightened(x: Array, factor: float) -> Array:
    """Return an image with levels 0..255 multiplied, and cut to 255."""
    lit: Array = np.clip(x * np.asarray(factor, x.dtype), 0, _MOST)
    return lit


def _matrix(parameters: Parameters) -> Array:
    """Return the matrix from points of the result to points of the image, (x, y, 1)."""
    theta = math.radians(parameters.get("theta", 0))
    shear = math.radians(parameters.get("shear", 0))
    cos, sin = math.cos(theta), math.sin(theta)
    rotation = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    shift = np.array([[1, 0, parameters.get("tx", 0)], [0, 1, parameters.get("ty", 0)], [0, 0, 1]])
    leaning = np.array([[math.cos(shear), 0, 0], [-math.sin(shear), 1, 0], [0, 0, 1]])
    zoom = np.diag([parameters.get("zx", 1), parameters.get("zy", 1), 1])
    whole: Array = rotation @ shift @ leaning @ zoom
    return whole


def _by_splines(x: Array, to_source: Array, how: Filling) -> Array:
    try:
        from scipy import ndimage
    except ImportError as error:
        raise ImportError(
            f"interpolation_order {how.order} needs SciPy: pip install scipy"
        ) from error
    (a, b, c), (d, e, f), _ = to_source
    mode = _OF_SCIPY.get(how.fill_mode, how.fill_mode)
    channels = [
        ndimage.affine_transform(
            channel, [[e, d], [b, a]], (f, c), order=how.order, mode=mode, cval=how.cval
        )
        for channel in np.moveaxis(x, 2, 0)
    ]
    return np.stack(channels, axis=2)
