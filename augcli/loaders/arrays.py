"""Open NumPy arrays as pictures, and say which shapes, types and ranges can be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from augcli.imaging.image import Image, Mode
from augcli.imaging.lazy import Array, np
from augcli.loaders.opened import Opened

_MODES: dict[int, Mode] = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
_SHAPES = "HxW, or HxWxC with 1 to 4 channels"
_TOP = 65535
_ROUNDING = 1e-6  # what sums in single precision may be beyond 0..1


def open_array(array: Array, name: str) -> Opened:
    """Open an array of shape HxW or HxWxC; ``name`` is the argument, for messages.

    1 channel is gray, 2 gray and alpha, 3 RGB, 4 RGBA. uint8 and uint16 are taken as they are.
    Floats in 0..1 become 16-bit levels, so they come back as multiples of 1/65535.

    Raises:
        ValueError: the shape, the dtype or the range can't be.
    """
    channels = array.shape[2] if array.ndim == 3 else 1
    if array.ndim not in (2, 3) or channels not in _MODES or 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape}, and a picture is {_SHAPES}")
    levels = array if array.ndim == 3 else array[:, :, np.newaxis]
    restore: Callable[[Array], Any] = partial(_shaped, ndim=array.ndim)
    check_levels(array, name)
    is_float = array.dtype.kind == "f"
    if is_float:
        levels = _levels(levels)
        restore = partial(_floats, ndim=array.ndim, dtype=array.dtype)
    levels = np.ascontiguousarray(levels, levels.dtype.newbyteorder("="))
    return Opened(Image(levels, _MODES[channels]), restore, not is_float)


def check_levels(array: Array, name: str) -> None:
    """Raise ValueError if the dtype of an array of pictures, or the range of floats, can't be."""
    if array.dtype.kind != "f":
        if array.dtype.newbyteorder("=") not in (np.uint8, np.uint16):
            raise ValueError(
                f"{name} has dtype {array.dtype}, and a picture is uint8, uint16 or floats in 0..1"
            )
        return
    low, high = array.min(), array.max()
    if not (low >= -_ROUNDING and high <= 1 + _ROUNDING):  # so written, it refuses NaN too
        raise ValueError(
            f"{name} has floats from {low:g} to {high:g}, and floats are 0..1: "
            "divide levels 0..255 by 255, or give them as uint8"
        )


def _levels(floats: Array) -> Array:
    """Return floats in 0..1 as 16-bit levels."""
    scaled = floats.astype(np.float32 if floats.itemsize < 8 else np.float64) * _TOP
    levels: Array = np.rint(scaled.clip(0, _TOP)).astype(np.uint16)
    return levels


def _shaped(pixels: Array, ndim: int) -> Array:
    return pixels if ndim == 3 else pixels[:, :, 0]


def _floats(pixels: Array, ndim: int, dtype: Any) -> Array:
    wide = np.float64 if dtype.itemsize == 8 else np.float32  # 65535 is too much for a half
    floats = np.divide(pixels, _TOP, dtype=wide)
    return _shaped(floats.astype(dtype, copy=False), ndim)
