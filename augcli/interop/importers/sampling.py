"""Read the sampling arguments of Keras' ``ImageDataGenerator``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from augcli.errors import BadValue
from augcli.imaging.resampling import FILL_MODES, Interpolation, Resampling, parse_fill_value

_INTERPOLATIONS: dict[int, Interpolation] = {0: "nearest", 1: "bilinear", 3: "bicubic"}


def number(value: object) -> float:
    """Return a value as a number. Raises BadValue if it is none, or far too large."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("is not a number")
    if not abs(value) <= 1e9:  # true for nan, and for an int that no float holds
        raise BadValue("is no number that Keras could use")
    return float(value)


def read_resampling(arguments: Mapping[str, Any]) -> tuple[Resampling, list[str]]:
    """Return fill and interpolation, and remarks on arguments that are left out or differ."""
    fill, order = arguments.get("fill_mode", "nearest"), arguments.get("interpolation_order", 1)
    remarks = []
    if fill not in FILL_MODES:
        remarks.append(f"fill_mode={fill!r:.60}: must be one of {', '.join(FILL_MODES)}: left out")
        fill = "nearest"
    if fill == "wrap":
        remarks.append("Keras' wrap loses a pixel at each seam; augcli's doesn't")
    if type(order) is not int or order not in _INTERPOLATIONS:
        remarks.append(f"interpolation_order={order!r:.60}: must be 0, 1 or 3: left out")
        order = 1
    if order == 3:
        remarks.append("interpolation_order=3 is a spline; --interpolation bicubic is close to it")
    level: tuple[float, ...] = (0.0,)
    if fill == "constant":
        try:
            level = parse_fill_value(f"{math.fabs(number(arguments.get('cval', 0))):f}")
        except BadValue as rule:
            remarks.append(f"cval={arguments['cval']!r:.60}: {rule}: left out")
    return Resampling(_INTERPOLATIONS[order], fill, level), remarks
